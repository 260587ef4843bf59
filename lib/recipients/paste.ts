import { detectDelimiter } from "@/lib/recipients/import-delimiter";
import { matchColumns, type Columns, type ColumnUse } from "@/lib/recipients/import-columns";
import { ImportFault } from "@/lib/recipients/import-fault";
import { readRow, type ImportRow, type RowFault } from "@/lib/recipients/import-row";
import type { UnknownState } from "@/lib/recipients/import-states";
import type { ImportedSuppression } from "@/lib/suppressions/imported";

/** What a pasted text says, row by row. */
export interface PastedRows {
  /** One for each address, the first that had it. */
  rows: ImportRow[];
  /** Who may receive nothing, as the text says; none of them is among the rows. */
  suppressed: ImportedSuppression[];
  /** Rows whose address stood above already. */
  duplicates: number;
  faults: PasteFault[];
}

export interface PasteFault {
  /** From 1. */
  line: number;
  reason: RowFault;
  value: string;
}

/** Name <address>, with or without quotes around the name. */
const NAMED = /^\s*"?([^"<>]*?)"?\s*<\s*([^<>\s]+)\s*>\s*$/;
/** Characters of a name and an address, and more. What is looked for within it is found soon, however long a line is. */
const LONGEST_PART = 600;
const PLAIN: readonly ColumnUse[] = [{ kind: "email" }, { kind: "name" }];

/**
 * Reads addresses as people copy them: one a line, `Name <address>`, several of either with commas or semicolons between
 * them, or the cells of a sheet, with or without a first row of names. Rules and faults are an import's.
 */
export function readPaste(text: string): PastedRows {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const begin = lines.findIndex((line) => line.trim() !== "");
  const header = begin < 0 ? null : headerOf(lines[begin] ?? "");
  const result: PastedRows = { rows: [], suppressed: [], duplicates: 0, faults: [] };
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || (header !== null && index === begin)) continue;
    const records = header === null ? peopleOf(line) : [line.split(header.delimiter)];
    for (const cells of records) {
      const read = readRow({ line: index + 1, cells }, header?.uses ?? PLAIN, header?.optOuts);
      if (read.ok && read.state !== null) result.suppressed.push({ email: read.row.email, ...read.state });
      else if (read.ok && read.unknown !== null)
        result.faults.push({ line: index + 1, reason: "state_unknown", value: saidIn(read.unknown) });
      else if (!read.ok) result.faults.push({ line: index + 1, reason: read.reason, value: read.value });
      else if (seen.has(read.row.email)) result.duplicates += 1;
      else {
        seen.add(read.row.email);
        result.rows.push(read.row);
      }
    }
  }
  const suppressed = new Set(result.suppressed.map(({ email }) => email));
  return { ...result, rows: result.rows.filter(({ email }) => !suppressed.has(email)) };
}

function saidIn({ column, value }: UnknownState): string {
  return `${column}: ${value}`;
}

/** The columns of a sheet whose first row names them; null for a text without such a row. */
function headerOf(line: string): (Columns & { delimiter: string }) | null {
  if (line.includes("@")) return null;
  const delimiter = line.includes("\t") ? "\t" : detectDelimiter(`${line}\n`);
  try {
    return { ...matchColumns([line.split(delimiter)]), delimiter };
  } catch (error) {
    if (error instanceof ImportFault) return null;
    throw error;
  }
}

/** The people of a line, each as address and name. */
function peopleOf(line: string): string[][] {
  const parts = (line.includes("\t") ? line.split("\t") : partsOf(line)).filter((part) => part.trim() !== "");
  const withAddress = parts.filter((part) => part.includes("@"));
  if (withAddress.length > 1) return withAddress.map(userOf);
  const [address] = withAddress;
  if (address === undefined) return [[line.trim()]];
  const [email = "", named = ""] = userOf(address);
  // The cells beside it are the name: "Vera", "Holm" are two cells of a sheet. Numbers are none.
  const beside = parts.filter((part) => part !== address && /\p{L}/u.test(part)).map(unquoted);
  // Holm, Vera <vera@example.com> is one name.
  return [[email, [...beside, named].filter((part) => part !== "").join(" ")]];
}

/** Splits at commas and semicolons outside of quotes and angle brackets; an opening one that is never closed is none. */
function partsOf(line: string): string[] {
  const parts: string[] = [];
  let begin = 0;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? "";
    if (character === "," || character === ";") {
      parts.push(line.slice(begin, at));
      begin = at + 1;
    } else if (character === '"' || character === "<") {
      const end = line.slice(at + 1, at + LONGEST_PART).indexOf(character === "<" ? ">" : character);
      if (end >= 0) at += end + 1;
    }
  }
  return [...parts, line.slice(begin)];
}

function userOf(part: string): string[] {
  const [, name = "", address] = part.length > LONGEST_PART ? [] : (NAMED.exec(part) ?? []);
  return address === undefined ? [unquoted(part)] : [address, name.trim()];
}

function unquoted(cell: string): string {
  const plain = cell.trim();
  return plain.length > 1 && plain.startsWith('"') && plain.endsWith('"') ? plain.slice(1, -1).trim() : plain;
}
