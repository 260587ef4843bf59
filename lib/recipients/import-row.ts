import type { z } from "zod";
import type { EmailFault } from "@/lib/email-address";
import { unguarded } from "@/lib/csv/formula-guard";
import type { ColumnUse } from "@/lib/recipients/import-columns";
import { readAddressCell } from "@/lib/recipients/import-layout";
import type { CsvRecord } from "@/lib/recipients/import-records";
import { readStates, type ImportedState, type UnknownState } from "@/lib/recipients/import-states";
import { fieldValue, recipientComment, recipientName } from "@/lib/recipients/schema";
import { beginningOf } from "@/lib/storable-text";

/** Why a row was not taken in. */
export type RowFault =
  | EmailFault
  | "name_too_long"
  | "comment_too_long"
  | "field_too_long"
  | "control_characters"
  | "undecodable"
  | "state_unknown"
  | "too_many_cells"
  /** Quotes stand where they should not, so that cells may be cut wrongly. */
  | "quotes_unclear";

export interface ImportRow {
  line: number;
  email: string;
  name: string;
  comment: string;
  /** JSON object of the merge fields that have a value. */
  fields: string;
}

export type ReadRow =
  | {
      ok: true;
      row: ImportRow;
      /** Why this person may receive nothing; nothing but their address is read then. */
      state: ImportedState | null;
      /** What a column says of it that is not understood. */
      unknown: UnknownState | null;
    }
  | {
      ok: false;
      reason: RowFault;
      value: string;
      /** The cell at fault, from 0; null where it is the row as a whole. */
      at: number | null;
    };

const LONGEST_SHOWN = 200;
const NO_FIELDS = "{}";

/**
 * What every rule but the address's takes as it stands: words with single blanks between them. Most cells are
 * such, and the rules take three times as long.
 */
const ORDINARY = /^[\w\u00c0-\u024f\u0410-\u044f.'-]+(?: [\w\u00c0-\u024f\u0410-\u044f.'-]+)*$/;
const LONGEST_ORDINARY = 200;

/**
 * What a decoder could make nothing of, and UTF-8 that was read as Windows-1251 or Windows-1252, as in a file that is
 * partly one and partly the other: three letters in a row of which each begins with \u0420 or \u0421, and one that
 * begins with \u00c3.
 */
const GARBLED =
  /\ufffd|\u00c3[\u00a1-\u00bf]|(?:[\u0420\u0421][\u00a0-\u00bf\u0401-\u040f\u0451-\u045f\u0490\u0491\u2013-\u2122]){3}/;

/**
 * Reads one row by the columns' uses. Missing cells at its end are blank.
 * @param optOuts what the file says of all in it
 */
export function readRow(
  { line, cells, quoting }: CsvRecord,
  uses: readonly ColumnUse[],
  optOuts: ImportedState | null = null,
): ReadRow {
  if (quoting === "torn" || (quoting === "bent" && cells.length !== uses.length))
    return refuse("quotes_unclear", cells.join(" "));
  const surplus = cells.findIndex((cell, index) => index >= uses.length && cell.trim() !== "");
  if (surplus >= 0) return refuse("too_many_cells", cells[surplus] ?? "", surplus);
  const address = addressOf(cells, uses);
  const email = readAddress(address);
  if (!email.ok)
    return refuse(
      email.reason,
      address,
      uses.findIndex(({ kind }) => kind === "email"),
    );
  const row: ImportRow = { line, email: email.text, name: "", comment: "", fields: NO_FIELDS };
  const said = readStates(statesOf(cells, uses), optOuts);
  if (said.state !== null || said.unknown !== null) return { ok: true, row, ...said };
  const fields: [name: string, value: string][] = [];
  const parts = { first_name: "", last_name: "" };
  for (const [index, use] of uses.entries()) {
    const cell = unguarded(cells[index] ?? "");
    if (use.kind === "ignored" || use.kind === "email" || use.kind === "state" || cell === "") continue;
    if (use.kind === "other_email" && cell === address) continue;
    const read = readCell(cell, "name" in use ? "field" : use.kind);
    if (!read.ok) return refuse(read.reason, cell, index);
    if (use.kind === "first_name" || use.kind === "last_name") parts[use.kind] = read.text;
    if (!("name" in use)) row[use.kind] = read.text;
    else if (read.text !== "") fields.push([use.name, read.text]);
  }
  if (row.name === "") {
    const name = readCell(joinedName(parts), "name");
    if (!name.ok) {
      const first = uses.findIndex(({ kind }) => kind === "first_name" || kind === "last_name");
      return refuse(name.reason, joinedName(parts), first);
    }
    row.name = name.text;
  }
  // Unlike an assignment, this keeps a column that is named __proto__.
  if (fields.length > 0) row.fields = JSON.stringify(Object.fromEntries(fields));
  return { ok: true, row, ...said };
}

function statesOf(cells: readonly string[], uses: readonly ColumnUse[]): { name: string; cell: string }[] {
  return uses.flatMap((use, index) =>
    use.kind === "state" ? [{ name: use.name, cell: unguarded(cells[index] ?? "") }] : [],
  );
}

/** The cell of the address, or where it is blank the first of another address. */
function addressOf(cells: readonly string[], uses: readonly ColumnUse[]): string {
  const main = unguarded(cells[uses.findIndex(({ kind }) => kind === "email")] ?? "");
  if (main.trim() !== "") return main;
  const other = uses.findIndex(({ kind }, index) => kind === "other_email" && cells[index]?.trim());
  return other < 0 ? main : unguarded(cells[other] ?? "");
}

function readAddress(cell: string): { ok: true; text: string } | { ok: false; reason: RowFault } {
  if (GARBLED.test(cell)) return { ok: false, reason: "undecodable" };
  const read = readAddressCell(cell);
  return read.ok ? { ok: true, text: read.email } : { ok: false, reason: read.fault };
}

/** Where the first name is the whole of it already, the last one is not said twice. */
function joinedName({
  first_name: first,
  last_name: last,
}: Record<"first_name" | "last_name", string>): string {
  if (first === "" || last === "") return first || last;
  return ` ${first} `.includes(` ${last} `) ? first : `${first} ${last}`;
}

function readCell(
  cell: string,
  kind: keyof typeof RULES,
): { ok: true; text: string } | { ok: false; reason: RowFault } {
  if (cell === "" || (cell.length <= LONGEST_ORDINARY && ORDINARY.test(cell)))
    return { ok: true, text: cell };
  if (GARBLED.test(cell)) return { ok: false, reason: "undecodable" };
  const read = RULES[kind].safeParse(cell);
  return read.success ? { ok: true, text: read.data } : { ok: false, reason: reasonOf(read.error) };
}

const RULES = {
  name: recipientName,
  comment: recipientComment,
  field: fieldValue,
} as const;

const CODES: ReadonlySet<string> = new Set<RowFault>([
  "name_too_long",
  "comment_too_long",
  "field_too_long",
  "control_characters",
]);

function reasonOf(error: z.ZodError): RowFault {
  const code = error.issues[0]?.message ?? "";
  if (!isRowFault(code)) throw error;
  return code;
}

function isRowFault(code: string): code is RowFault {
  return CODES.has(code);
}

function refuse(reason: RowFault, value: string, at: number | null = null): Extract<ReadRow, { ok: false }> {
  return { ok: false, reason, value: beginningOf(value.trim(), LONGEST_SHOWN), at };
}
