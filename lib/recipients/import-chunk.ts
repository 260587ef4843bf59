import type { ImportRow, RowFault } from "@/lib/recipients/import-row";
import type { SuppressionReason } from "@/lib/recipients/schema";
import type { WrittenRows } from "@/lib/recipients/import-write";

/** What became of one row of the file. The line is the one it begins on, from 1. */
export type RowOutcome =
  /** No row of a recipient: a column by its name, or a row above the names, that was not taken in. */
  | { line: number; outcome: "ignored"; what: "column" | "title"; text: string }
  | { line: number; outcome: "added" | "updated" | "unchanged"; email: string }
  /** An earlier row, on the line `first`, has the address and is the one that counts. */
  | { line: number; outcome: "duplicate"; email: string; first: number }
  /** The file says that they may receive nothing, which holds from now on whatever other rows say. */
  | { line: number; outcome: "suppressed"; email: string; reason: SuppressionReason; note: string }
  /** The owner erased this person: nothing of the row is stored. */
  | { line: number; outcome: "erased"; email: string }
  /** The value is the cell at fault as the file has it, shortened. */
  | { line: number; outcome: "invalid"; reason: RowFault; value: string };

export type LeftOutRow = Extract<RowOutcome, { outcome: "duplicate" | "invalid" | "suppressed" | "erased" }>;

export type InvalidRow = Extract<RowOutcome, { outcome: "invalid" }>;

/** An invalid row as it can be mended. */
export interface BrokenRow {
  line: number;
  reason: string;
  value: string;
  /** The cell at fault, from 0; null where it is the row as a whole. */
  at: number | null;
  cells: string[];
  /** As it stands in the file. */
  text: string;
}

export type Suppression = Extract<RowOutcome, { outcome: "suppressed" }>;

/** 2,000 rows took a twentieth less time and 20 MB more memory. */
const MOST_ROWS = 1_000;
/**
 * A hundred columns of a thousand characters would be 200 MB in 1,000 rows, and Prisma holds the text of its last
 * 25 queries for error reports, without a way to forget them: 6 MB at this size.
 */
const MOST_CHARACTERS = 125_000;

/** Rows of the file that go to the database together, and those between them that do not go there. */
export class ImportChunk {
  rows: ImportRow[] = [];
  leftOut: LeftOutRow[] = [];
  /** The invalid rows with all that is needed to mend them, where their text was asked for. */
  readonly broken: BrokenRow[] = [];
  #characters = 0;

  /** @param begin rows of the file before it */
  constructor(readonly begin = 0) {}

  get end(): number {
    return this.begin + this.size;
  }

  get size(): number {
    return this.rows.length + this.leftOut.length;
  }

  get full(): boolean {
    return this.size >= MOST_ROWS || this.#characters >= MOST_CHARACTERS;
  }

  add(row: ImportRow): void {
    this.rows.push(row);
    this.#characters += row.email.length + row.name.length + row.comment.length + row.fields.length;
  }

  leaveOut(row: LeftOutRow, broken?: BrokenRow): void {
    this.leftOut.push(row);
    if (broken === undefined) return;
    this.broken.push(broken);
    this.#characters += broken.text.length;
  }

  get invalid(): InvalidRow[] {
    return this.leftOut.filter((row) => row.outcome === "invalid");
  }

  /** The addresses that it would store. */
  get emails(): string[] {
    return [...this.rows, ...this.suppressions].map(({ email }) => email);
  }

  /** Leaves out what has one of these addresses. */
  leaveOutErased(erased: ReadonlySet<string>): void {
    if (erased.size === 0) return;
    const left = this.rows.filter(({ email }) => erased.has(email));
    this.rows = this.rows.filter(({ email }) => !erased.has(email));
    this.leftOut = this.leftOut.map((row) =>
      row.outcome === "suppressed" && erased.has(row.email)
        ? { line: row.line, outcome: "erased", email: row.email }
        : row,
    );
    for (const { line, email } of left) this.leftOut.push({ line, outcome: "erased", email });
  }

  get suppressions(): Suppression[] {
    return this.leftOut.filter((row) => row.outcome === "suppressed");
  }

  count(outcome: LeftOutRow["outcome"]): number {
    return this.leftOut.filter((row) => row.outcome === outcome).length;
  }

  /** In the order of the file. */
  outcomes(written: WrittenRows): RowOutcome[] {
    const outcomes: RowOutcome[] = this.rows.map(({ line, email }) => ({
      line,
      outcome: written.outcomeOf(email),
      email,
    }));
    return this.leftOut.length === 0
      ? outcomes
      : outcomes.concat(this.leftOut).sort((one, other) => one.line - other.line);
  }
}
