import { unguarded } from "@/lib/csv/formula-guard";
import { readEmail, type ReadEmail } from "@/lib/email-address";
import { emailScore, plainName } from "@/lib/recipients/column-names";

/** Rows by which a file's columns are known. */
export const SAMPLE_ROWS = 50;
/** Rows above the names of the columns, such as a title and a date. */
const MOST_ABOVE = 10;

/** What stands in a file, by its first rows. */
export interface Layout {
  /** Of the columns, as the file has them; blank where no row names them. */
  names: readonly string[];
  header: boolean;
  /** Rows above the names. */
  above: number;
  /** The rows of recipients. */
  cells: readonly (readonly string[])[];
}

/**
 * Finds the row of the columns' names: the one that names the address best, above the first address; else the first
 * row, if no address stands in it. Rows above a row that names the address are nobody's.
 */
export function readLayout(rows: readonly (readonly string[])[]): Layout {
  const firstAddress = rows.findIndex((row) => row.some((cell) => readAddressCell(cell).ok));
  const beforeAddresses = firstAddress < 0 ? rows : rows.slice(0, firstAddress);
  const above = namingRow(beforeAddresses.slice(0, MOST_ABOVE)) ?? 0;
  const [names] = rows.slice(above);
  const header = names !== undefined && firstAddress !== 0 && (above > 0 || !isSomebody(names));
  if (header) return { names, header, above, cells: rows.slice(above + 1) };
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  return { names: Array.from({ length: width }, () => ""), header, above: 0, cells: rows };
}

/** The address of a cell; the first where Google has several between " ::: ". */
export function readAddressCell(cell: string): ReadEmail {
  const text = unguarded(cell);
  return readEmail(
    text.includes(":::") ? (text.split(":::").find((part) => part.trim() !== "") ?? "") : text,
  );
}

/** The first of the rows that name the address best. */
function namingRow(rows: readonly (readonly string[])[]): number | undefined {
  const scores = rows.map((row) => Math.max(...row.map((cell) => emailScore(plainName(cell)))));
  const best = Math.max(...scores);
  return best >= 3 ? scores.indexOf(best) : undefined;
}

/** A row of somebody whose address is faulty, and of no names. */
function isSomebody(row: readonly string[]): boolean {
  return row.some((cell) => /^[^\s@]*@[^\s@]*$/u.test(cell.trim()));
}
