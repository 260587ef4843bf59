import type { z } from "zod";
import { emailAddress } from "@/lib/recipients/email";
import type { ColumnUse } from "@/lib/recipients/import-columns";
import type { CsvRecord } from "@/lib/recipients/import-records";
import { fieldValue, recipientComment, recipientName } from "@/lib/recipients/schema";

/** Why a row was not taken in. */
export type RowFault =
  | "email_missing"
  | "email_invalid"
  | "name_too_long"
  | "comment_too_long"
  | "field_too_long"
  | "control_characters"
  | "undecodable"
  | "too_many_cells"
  | "duplicate";

export interface ImportRow {
  line: number;
  email: string;
  name: string;
  comment: string;
  /** JSON object of the merge fields that have a value. */
  fields: string;
}

export type ReadRow = { ok: true; row: ImportRow } | { ok: false; reason: RowFault; value: string };

/** A row that was left out, for the report. */
export interface LeftOutRow {
  /** Line that it begins on, from 1. */
  line: number;
  reason: RowFault;
  /** The cell at fault as the file has it, shortened; for a duplicate its address. */
  value: string;
}

const LONGEST_SHOWN = 200;
const NO_FIELDS = "{}";

/** Reads one row by the columns' uses. Missing cells at its end are blank. */
export function readRow({ line, cells }: CsvRecord, uses: readonly ColumnUse[]): ReadRow {
  const row: ImportRow = { line, email: "", name: "", comment: "", fields: NO_FIELDS };
  const fields: [name: string, value: string][] = [];
  for (const [index, use] of uses.entries()) {
    const cell = cells[index] ?? "";
    if (use.kind === "ignored" || (cell === "" && use.kind !== "email")) continue;
    if (cell.includes("\ufffd")) return refuse("undecodable", cell);
    const read = RULES[use.kind].safeParse(cell);
    if (!read.success) return refuse(reasonOf(read.error), cell);
    if (use.kind !== "field") row[use.kind] = read.data;
    else if (read.data !== "") fields.push([use.name, read.data]);
  }
  const surplus = cells.slice(uses.length).find((cell) => cell.trim() !== "");
  if (surplus !== undefined) return refuse("too_many_cells", surplus);
  // Unlike an assignment, this keeps a column that is named __proto__.
  if (fields.length > 0) row.fields = JSON.stringify(Object.fromEntries(fields));
  return { ok: true, row };
}

const RULES = {
  email: emailAddress,
  name: recipientName,
  comment: recipientComment,
  field: fieldValue,
} as const;

const CODES: ReadonlySet<string> = new Set<RowFault>([
  "email_missing",
  "email_invalid",
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

function refuse(reason: RowFault, value: string): ReadRow {
  return { ok: false, reason, value: value.trim().slice(0, LONGEST_SHOWN) };
}
