import { ImportFault } from "@/lib/recipients/import-fault";
import { SHEET_DELIMITER } from "@/lib/spreadsheet/open";
import { sheetRows, type SheetRow } from "@/lib/spreadsheet/rows";
import { decoded, readSurroundings, type Surroundings } from "@/lib/spreadsheet/surroundings";
import type { Sheet, Workbook } from "@/lib/spreadsheet/workbook";
import type { Area } from "@/lib/spreadsheet/references";

/** Within a cell: the import reads it as a line break of the cell, and lines of the text stay rows of the sheet. */
const BREAK_IN_CELL = "\u2028";
/** Rows that a sheet can have. */
const MOST_ROWS = 1_048_576;

/**
 * A sheet as CSV of what people see in its cells. Line n is row n of the sheet, so that a report that names a line leads
 * back to it. Hidden rows and columns are there; columns that are empty to the left are not.
 *
 * @throws ImportFault
 */
export async function* sheetText(workbook: Workbook, sheet: Sheet): AsyncGenerator<string> {
  const writer = new RowWriter(await readSurroundings(workbook, sheet));
  for await (const rows of sheetRows(workbook, sheet)) yield rows.map((row) => writer.write(row)).join("");
}

class RowWriter {
  #line = 0;
  /** Areas that began above and go on, with what stands in their first cell. */
  #open: { area: Area; text: string }[] = [];
  #nextArea = 0;

  constructor(readonly surroundings: Surroundings) {}

  write(row: SheetRow): string {
    const { firstColumn } = this.surroundings;
    if (!(row.number > this.#line && row.number <= MOST_ROWS)) throw new ImportFault("sheet_damaged");
    const skipped = "\n".repeat(row.number - this.#line - 1);
    this.#line = row.number;
    this.#fillMerged(row);
    this.#fillAddress(row);
    if (row.cells.slice(0, firstColumn).some((cell) => cell)) throw new ImportFault("sheet_damaged");
    const cells = Array.from(row.cells.slice(firstColumn), (cell) => written(cell ?? ""));
    const width = cells.findLastIndex((cell) => cell !== "") + 1;
    return `${skipped}${cells.slice(0, width).join(SHEET_DELIMITER)}\n`;
  }

  /** Cells that are merged downward are one: its text stands in each of their rows. */
  #fillMerged({ number, cells }: SheetRow): void {
    const { merged } = this.surroundings;
    this.#open = this.#open.filter(({ area }) => area.to.row >= number);
    for (const { area, text } of this.#open) cells[area.from.column] ||= text;
    for (
      let area = merged[this.#nextArea];
      area !== undefined && area.from.row <= number;
      area = merged[this.#nextArea]
    ) {
      this.#nextArea += 1;
      const text = area.from.row === number ? cells[area.from.column] : undefined;
      if (text) this.#open.push({ area, text });
    }
  }

  /** Where a row shows no address, but a cell of it links to one, the cell is that address. */
  #fillAddress({ number, cells, links }: SheetRow): void {
    const isLinked = links !== null || this.surroundings.links.size > 0;
    if (!isLinked || cells.some((cell) => cell?.includes("@"))) return;
    const column = cells.findIndex((cell, index) => cell && this.#linkOf(number, index, links) !== undefined);
    if (column >= 0) cells[column] = this.#linkOf(number, column, links);
  }

  #linkOf(row: number, column: number, links: SheetRow["links"]): string | undefined {
    const formula = links?.get(column);
    if (formula !== undefined) return decoded(formula);
    return this.surroundings.links.get(`${lettersOf(column)}${row}`);
  }
}

function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last;
}

function written(cell: string): string {
  const line = /[\r\n]/.test(cell) ? cell.replace(/\r\n?|\n/g, BREAK_IN_CELL) : cell;
  return /[",]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
}
