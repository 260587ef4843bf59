import { CellReader } from "@/lib/recipients/import-cells";
import { holdsAddress, type Delimiter } from "@/lib/recipients/import-delimiter";
import { ImportFault } from "@/lib/recipients/import-fault";

/** One row of the file. */
export interface CsvRecord {
  /** Line that it begins on, from 1; a quoted line break makes it span several. */
  line: number;
  cells: string[];
  /**
   * Quotes stand where they should not: "bent" where cells are cut wrongly if their number is not the usual one, "torn"
   * where they may be even so.
   */
  quoting?: "bent" | "torn";
  /** As it stands in the file, where that was asked for; its line breaks are \n. */
  text?: string;
}

export interface RecordShape {
  delimiter: Delimiter;
  /** Which cell, from 0, holds the address in most rows; null where none is known. */
  addressAt: number | null;
  /** How many cells most rows have. */
  width: number;
  /** The line of the file that the text begins on; 1 by default. */
  firstLine?: number;
  /** Whether records have their text. */
  withText?: boolean;
}

/** Characters. More in one row means a quote that nobody closed, or no CSV at all. */
const LARGEST_RECORD = 500_000;

/** FileMaker, Word and old mainframes break lines within a cell by these. */
const LINE_BREAKS = /[\v\f\u0085\u2028\u2029]/;
const ALL_LINE_BREAKS = /[\v\f\u0085\u2028\u2029]/g;
/** What databases, spreadsheets and programs write for no value. */
const NO_VALUE = new Set(["NULL", "null", "\\N", "N/A", "n/a", "#N/A", "undefined"]);
const MAY_HOLD_NO_VALUE = /NULL|null|\\N|N\/A|n\/a|undefined/;

/**
 * Splits text, whose lines end in \n, into records; yields those of one piece of text together. Rows without
 * any value are left out, as spreadsheets append them; rows shorter or longer than others are given as they are.
 * A quoted cell goes on over line breaks, unless what it would swallow looks like a row of its own.
 *
 * @throws ImportFault quote_unclosed with the line where the quote opens, row_too_large with that where the row begins
 */
export async function* csvRecords(
  text: AsyncIterable<string>,
  shape: RecordShape,
): AsyncGenerator<CsvRecord[]> {
  const splitter = new Splitter(shape);
  try {
    for await (const piece of text) yield splitter.give(piece);
    yield splitter.end();
  } catch (error) {
    // Rows before a fault are good rows.
    if (error instanceof ImportFault) yield splitter.taken();
    throw error;
  }
}

/** A row whose last cell has a quote that is not closed yet. */
interface OpenRow {
  reader: CellReader;
  /** Where it begins, and where the quote opens. */
  line: number;
  opened: number;
  /** Characters so far. */
  size: number;
  /** Its lines so far, where they are asked for. */
  lines: string[];
}

/** Csv-parse reads on to the next quote, wherever it stands; why this does not is in docs/decisions/0038. */
class Splitter {
  readonly #shape: RecordShape;
  #records: CsvRecord[] = [];
  /** The end of the text so far: a line that has not ended. */
  #rest = "";
  /** Number of the line that comes next. */
  #line: number;
  #open: OpenRow | null = null;

  constructor(shape: RecordShape) {
    this.#shape = shape;
    this.#line = shape.firstLine ?? 1;
  }

  give(piece: string): CsvRecord[] {
    const text = this.#rest + piece;
    let begin = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", begin)) {
      this.#take(text.slice(begin, end));
      begin = end + 1;
    }
    this.#rest = text.slice(begin);
    this.#bound(this.#rest);
    return this.taken();
  }

  end(): CsvRecord[] {
    if (this.#rest !== "") this.#take(this.#rest);
    this.#rest = "";
    if (this.#open !== null) throw new ImportFault("quote_unclosed", this.#open.opened);
    return this.taken();
  }

  /** The rows since the last call. */
  taken(): CsvRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  #bound(line: string): void {
    if (line.length > LARGEST_RECORD) throw new ImportFault("row_too_large", this.#open?.line ?? this.#line);
  }

  #take(line: string): void {
    this.#bound(line);
    const open = this.#open;
    if (open !== null) this.#goOn(open, line);
    else if (!line.includes('"')) this.#add(this.#line, line.split(this.#shape.delimiter), "clean", line);
    else {
      const reader = this.#read(line);
      if (reader.quoting === "open") {
        if (this.#swallows(reader, line)) throw new ImportFault("quote_unclosed", this.#line);
        this.#open = { reader, line: this.#line, opened: this.#line, size: line.length, lines: [line] };
      } else this.#add(this.#line, reader.cells, reader.quoting, line);
    }
    this.#line += 1;
  }

  /** Some write \" for a quote within a cell, and some end a cell with "C:\": what gives the usual row is right. */
  #read(line: string): CellReader {
    const plain = new CellReader(this.#shape.delimiter, false);
    plain.begin(line);
    if (!/\\["']/.test(line)) return plain;
    const escaped = new CellReader(this.#shape.delimiter, true);
    escaped.begin(line);
    const both = [escaped, plain];
    const usual = both.find(({ quoting, cells }) => quoting === "clean" && this.#isUsual(cells));
    if (usual !== undefined) return usual;
    const likely =
      both.find(({ quoting }) => quoting === "clean") ??
      both.find(({ quoting }) => quoting === "open") ??
      escaped;
    // Each of two readings may be right, and neither gives the usual row.
    if (
      likely.quoting === "clean" &&
      both.every(({ quoting }) => quoting === "clean" || quoting === "open")
    ) {
      likely.quoting = "torn";
    }
    return likely;
  }

  #isUsual(cells: readonly string[]): boolean {
    const { addressAt, width } = this.#shape;
    return cells.length === width && (addressAt === null || holdsAddress(cells[addressAt] ?? ""));
  }

  #goOn(open: OpenRow, line: string): void {
    const { reader } = open;
    const cells = reader.cells.length;
    open.size += line.length;
    if (this.#shape.withText === true) open.lines.push(line);
    if (open.size > LARGEST_RECORD || this.#isRow(reader, line) || !reader.goOn(line)) {
      throw new ImportFault("quote_unclosed", open.opened);
    }
    if (reader.quoting !== "open") {
      this.#open = null;
      this.#add(open.line, reader.cells, reader.quoting, open.lines.join("\n"));
    } else if (reader.cells.length > cells) {
      // The cell was closed on this line, and another one opened.
      open.opened = this.#line;
      if (this.#swallows(reader, line)) throw new ImportFault("quote_unclosed", this.#line);
    }
  }

  /**
   * Whether a line that stands within a quote has an address where rows have theirs, and as many cells as a row, or
   * a quote after which they may follow.
   */
  #isRow(reader: CellReader, line: string): boolean {
    const { addressAt, delimiter, width } = this.#shape;
    if (addressAt === null || !line.includes("@")) return false;
    const within = reader.lengthWithin(line);
    const cells = line.slice(0, within).split(delimiter);
    const enough = within < line.length ? Math.min(width, 2) : width;
    return holdsAddress(cells[addressAt] ?? "") && cells.length >= enough;
  }

  /** Whether the quote that a line leaves open stands before the row's address. */
  #swallows(reader: CellReader, line: string): boolean {
    return !reader.cells.some(holdsAddress) && line.split(this.#shape.delimiter).some(holdsAddress);
  }

  #add(line: number, cells: string[], quoting: "clean" | "bent" | "torn", text: string): void {
    const clean = cells.map(cleaned);
    if (!clean.some((cell) => cell.trim() !== "")) return;
    const record: CsvRecord = { line, cells: clean };
    if (quoting !== "clean") record.quoting = quoting;
    if (this.#shape.withText === true) record.text = text;
    this.#records.push(record);
  }
}

function cleaned(cell: string): string {
  const text = LINE_BREAKS.test(cell) ? cell.replace(ALL_LINE_BREAKS, "\n") : cell;
  return MAY_HOLD_NO_VALUE.test(text) && NO_VALUE.has(text.trim()) ? "" : text;
}
