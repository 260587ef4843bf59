import type { Delimiter } from "@/lib/recipients/import-delimiter";

/** How a row was read. */
export type Quoting =
  /** As the rules of CSV have it. */
  | "clean"
  /** Quotes stand where the rules have none: kept as they are, if the row has as many cells as the others. */
  | "bent"
  /** Something like a quoted cell begins within a cell and ends within another: they may be one. */
  | "torn"
  /** The last cell's quote is not closed on this line. */
  | "open";

/** Blanks that people leave around quotes; a tab may be the delimiter. */
const BLANK = /[ \u00a0\t]/;
const BEGINS_QUOTE = /\s"\S/;

/**
 * Reads the cells of one row, line by line: a quoted cell may go on over the next line. A quote opens a cell where only
 * blanks stand before it, and closes it where only blanks stand behind it.
 */
export class CellReader {
  readonly cells: string[] = [];
  quoting: Quoting = "clean";
  #open = "";

  constructor(
    readonly delimiter: Delimiter,
    /** Whether \" is a quote within a quoted cell, as PHP and MySQL write it, beside "". */
    readonly backslashes: boolean,
  ) {}

  /** Reads the first line of the row. */
  begin(line: string): void {
    this.#cellsFrom(line, 0);
    if (this.quoting === "open") return;
    const odd = this.cells.filter((cell) => !cell.startsWith('"') && isOdd(cell));
    if (odd.length < 2) return;
    // Of inches there is one to a cell, and they stand behind a number.
    this.quoting = odd.some((cell) => BEGINS_QUOTE.test(cell)) ? "torn" : "bent";
  }

  /**
   * Reads a further line, within the quote that the line before left open.
   * @returns false where text follows a quote that should close the cell: then the cell was to end before
   */
  goOn(line: string): boolean {
    const end = this.#closing(line, 0);
    if (end === null) {
      this.#open += `\n${this.#unescaped(line)}`;
      return true;
    }
    const after = this.#skipBlanks(line, end + 1);
    if (after < line.length && line[after] !== this.delimiter) return false;
    this.quoting = "clean";
    this.cells.push(`${this.#open}\n${this.#unescaped(line.slice(0, end))}`);
    if (after < line.length) this.#cellsFrom(line, after + 1);
    return true;
  }

  /** The text so far of the cell that is open. */
  get open(): string {
    return this.#open;
  }

  /** How much of a further line stands within the quote that the line before left open. */
  lengthWithin(line: string): number {
    return this.#closing(line, 0) ?? line.length;
  }

  #cellsFrom(line: string, begin: number): void {
    for (let at = begin; ;) {
      const start = this.#skipBlanks(line, at);
      const next: number = line[start] === '"' ? this.#quotedCell(line, at, start) : this.#bareCell(line, at);
      if (next > line.length) return;
      at = next;
    }
  }

  /** @returns where the next cell begins; beyond the line's end where there is none */
  #bareCell(line: string, begin: number, from = begin): number {
    const end = line.indexOf(this.delimiter, from);
    this.cells.push(line.slice(begin, end < 0 ? undefined : end));
    return end < 0 ? line.length + 1 : end + 1;
  }

  #quotedCell(line: string, begin: number, quote: number): number {
    const end = this.#closing(line, quote + 1);
    if (end === null) {
      this.#open = this.#unescaped(line.slice(quote + 1));
      this.quoting = "open";
      return line.length + 1;
    }
    const after = this.#skipBlanks(line, end + 1);
    if (after < line.length && line[after] !== this.delimiter) return this.#bentCell(line, begin, quote, end);
    this.cells.push(this.#unescaped(line.slice(quote + 1, end)));
    return after + 1;
  }

  /** A cell with single quotes within its quotes, or with text behind them. */
  #bentCell(line: string, begin: number, quote: number, closing: number): number {
    this.#bend();
    for (let at = line.indexOf('"', closing + 1); at >= 0; at = line.indexOf('"', at + 1)) {
      if (this.#opensCell(line, at)) break;
      const after = this.#skipBlanks(line, at + 1);
      if (after < line.length && line[after] !== this.delimiter) continue;
      this.cells.push(this.#unescaped(line.slice(quote + 1, at)));
      return after + 1;
    }
    return this.#bareCell(line, begin, closing);
  }

  #bend(): void {
    if (this.quoting === "clean") this.quoting = "bent";
  }

  /** Whether only blanks stand between a quote and the delimiter before it. */
  #opensCell(line: string, quote: number): boolean {
    let at = quote - 1;
    while (at >= 0 && this.#isBlank(line[at])) at -= 1;
    return line[at] === this.delimiter;
  }

  /** Where the next quote stands that is not escaped. */
  #closing(line: string, from: number): number | null {
    for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at)) {
      if (this.backslashes && isEscaped(line, at, from)) at += 1;
      else if (line[at + 1] === '"') at += 2;
      else return at;
    }
    return null;
  }

  #unescaped(text: string): string {
    const single = text.includes('""') ? text.replaceAll('""', '"') : text;
    return this.backslashes ? single.replace(/\\(["'\\])/g, "$1") : single;
  }

  #skipBlanks(line: string, from: number): number {
    let at = from;
    while (at < line.length && this.#isBlank(line[at])) at += 1;
    return at;
  }

  #isBlank(character: string | undefined): boolean {
    return character !== undefined && character !== this.delimiter && BLANK.test(character);
  }
}

function isEscaped(line: string, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - backslashes > from && line[at - backslashes - 1] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

function isOdd(cell: string): boolean {
  return cell.includes('"') && cell.split('"').length % 2 === 0;
}
