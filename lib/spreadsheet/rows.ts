import { ImportFault } from "@/lib/recipients/import-fault";
import { CellText, unescaped } from "@/lib/spreadsheet/cell-text";
import { columnOf } from "@/lib/spreadsheet/references";
import { StringTable } from "@/lib/spreadsheet/string-table";
import type { Sheet, Workbook } from "@/lib/spreadsheet/workbook";
import { readAllXml, readXml, type XmlEvents } from "@/lib/spreadsheet/xml";

export interface SheetRow {
  /** As the sheet numbers it, from 1. */
  number: number;
  /** What a person sees in its cells; undefined where none is stored. */
  cells: (string | undefined)[];
  /** Where a formula links to an address: the address, by the index of the cell. */
  links: Map<number, string> | null;
}

/** Characters of one cell; Excel has 32,767. */
const LONGEST_CELL = 100_000;
/** Bytes of all texts of a workbook: they are in memory while it is read. */
const MOST_TEXT = 400_000_000;
const LINK_TO_ADDRESS = /^\s*=?\s*HYPERLINK\(\s*"mailto:([^"?]+)/i;

/**
 * The rows of a sheet that are stored, those of one piece of the file together.
 * @throws ImportFault
 */
export async function* sheetRows(workbook: Workbook, { path }: Sheet): AsyncGenerator<SheetRow[]> {
  const strings = await readStrings(workbook);
  const reader = new RowReader(new CellText(workbook, (index) => strings.at(index)));
  const steps = readXml(workbook.parts.bytes(path), reader);
  while ((await steps.next()).done !== true) {
    const rows = reader.taken();
    if (rows.length > 0) yield rows;
  }
}

async function readStrings({ parts, strings: path }: Workbook): Promise<StringTable> {
  const table = new StringTable();
  if (path === null) return table;
  const text = new TextOfRuns();
  await readAllXml(parts.bytes(path), {
    open(name) {
      if (name === "si") text.begin();
      text.open(name);
    },
    text: (piece) => text.add(piece),
    close(name) {
      text.close(name);
      if (name !== "si") return;
      table.add(unescaped(text.text));
      if (table.size > MOST_TEXT) throw new ImportFault("sheet_too_large");
    },
  });
  return table;
}

/** A text in one or several formats, without how it is pronounced, which Japanese sheets have beside it. */
class TextOfRuns {
  text = "";
  #within = false;
  #pronounced = false;

  begin(): void {
    this.text = "";
  }

  open(name: string): void {
    if (name === "rPh") this.#pronounced = true;
    else if (name === "t") this.#within = !this.#pronounced;
  }

  add(piece: string): void {
    if (this.#within && this.text.length < LONGEST_CELL) this.text += piece;
  }

  close(name: string): void {
    if (name === "rPh") this.#pronounced = false;
    else if (name === "t") this.#within = false;
  }
}

class RowReader implements XmlEvents {
  #rows: SheetRow[] = [];
  #row: SheetRow = { number: 0, cells: [], links: null };
  #column = -1;
  #cell = { type: "", style: -1, value: "" };
  #formula = "";
  #within = "";
  readonly #inline = new TextOfRuns();

  constructor(readonly shown: CellText) {}

  /** The rows since the last call. */
  taken(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  readonly open = (name: string, { r, t = "", s }: Readonly<Record<string, string>>): void => {
    if (name === "row") {
      this.#row = { number: Number(r ?? this.#row.number + 1), cells: [], links: null };
      this.#column = -1;
    } else if (name === "c") {
      this.#column = r === undefined ? this.#column + 1 : columnOf(r);
      this.#cell = { type: t, style: s === undefined ? -1 : Number(s), value: "" };
      this.#formula = "";
      this.#inline.begin();
    } else if (name === "v" || name === "f") this.#within = name;
    else this.#inline.open(name);
  };

  readonly text = (piece: string): void => {
    if (this.#within === "v" && this.#cell.value.length < LONGEST_CELL) this.#cell.value += piece;
    else if (this.#within === "f" && this.#formula.length < LONGEST_CELL) this.#formula += piece;
    else this.#inline.add(piece);
  };

  readonly close = (name: string): void => {
    if (name === "v" || name === "f") this.#within = "";
    else if (name === "c") this.#addCell();
    else if (name === "row") this.#rows.push(this.#row);
    else this.#inline.close(name);
  };

  #addCell(): void {
    const cell = this.#cell;
    if (cell.type === "inlineStr") cell.value = this.#inline.text;
    this.#row.cells[this.#column] = this.shown.of(cell);
    const address = this.#formula === "" ? undefined : LINK_TO_ADDRESS.exec(this.#formula)?.[1];
    if (address !== undefined) (this.#row.links ??= new Map()).set(this.#column, address);
  }
}
