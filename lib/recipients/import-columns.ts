import { fieldName } from "@/lib/messages/merge-fields";
import { readEmail } from "@/lib/email-address";
import { ImportFault } from "@/lib/recipients/import-fault";

/** What one column of the file becomes. */
export type ColumnUse =
  | { kind: "email" | "name" | "comment" | "ignored" }
  /** A merge field, by its name as messages write it. */
  | { kind: "field"; name: string };

export interface Columns {
  uses: ColumnUse[];
  /** Whether the first row holds the columns' names. */
  header: boolean;
}

const MOST_COLUMNS = 100;
const LONGEST_FIELD_NAME = 60;

/** In the order of preference: beside "email", "адрес" is where somebody lives. */
const KNOWN_NAMES: readonly [kind: "email" | "name" | "comment", names: readonly string[]][] = [
  [
    "email",
    [
      ...["email", "e-mail", "e mail", "email address", "e-mail address", "mail", "почта"],
      ...["электронная почта", "эл. почта", "эл.почта", "адрес электронной почты", "адрес эл. почты"],
      ...["имейл", "емейл", "адрес", "address"],
    ],
  ],
  [
    "name",
    [
      ...["name", "full name", "fullname", "имя", "фио", "ф.и.о.", "ф. и. о.", "полное имя", "имя и фамилия"],
      ...["фамилия и имя", "фамилия имя отчество", "получатель", "клиент"],
    ],
  ],
  [
    "comment",
    ["comment", "comments", "note", "notes", "комментарий", "комментарии", "примечание", "заметка"],
  ],
];

/** First and last columns of an export; between them are the merge fields. */
export const EXPORT_BEGIN = ["email", "name", "comment"] as const;
export const EXPORT_END = "suppressed";

/**
 * Matches the columns of a file by the names in its first row. A first row that holds an address is no header:
 * then that column is the email and the others become the fields "column 1", "column 2" and so on. Columns with
 * other names become merge fields, told apart by a number where names repeat. The last column of an export says who is
 * suppressed, which an import does not change: it is ignored.
 *
 * @param byHand what somebody chose instead, one for each column
 * @throws ImportFault email_column_missing, columns_mismatch, too_many_columns
 */
export function matchColumns(firstRow: readonly string[], byHand?: readonly ColumnUse[]): Columns {
  if (firstRow.length > MOST_COLUMNS) throw new ImportFault("too_many_columns", 1);
  const addressAt = firstRow.findIndex((cell) => readEmail(cell).ok);
  const header = addressAt < 0;
  const uses = byHand ? chosen(firstRow, byHand) : header ? named(firstRow) : unnamed(firstRow, addressAt);
  if (uses.filter((use) => use.kind === "email").length !== 1) {
    throw new ImportFault("email_column_missing", 1);
  }
  return { uses: withDistinctFields(uses), header };
}

function chosen(firstRow: readonly string[], byHand: readonly ColumnUse[]): ColumnUse[] {
  if (byHand.length !== firstRow.length) throw new ImportFault("columns_mismatch", 1);
  return [...byHand];
}

function named(header: readonly string[]): ColumnUse[] {
  const names = header.map(fieldName);
  // "E_mail  address" is a name that people know too.
  const spoken = names.map((name) => name.replace(/[\s_]+/g, " "));
  const places = new Map<number, ColumnUse>();
  for (const [kind, known] of KNOWN_NAMES) {
    const match = known.find((name) => spoken.includes(name));
    if (match !== undefined) places.set(spoken.indexOf(match), { kind });
  }
  if (isExport(names)) places.set(names.length - 1, { kind: "ignored" });
  return names.map((name, index) => places.get(index) ?? { kind: "field", name: name || columnName(index) });
}

/** By its ends: a merge field of that name is elsewhere. */
function isExport(names: readonly string[]): boolean {
  return EXPORT_BEGIN.every((name, index) => names[index] === name) && names.at(-1) === EXPORT_END;
}

function unnamed(firstRow: readonly string[], addressAt: number): ColumnUse[] {
  return firstRow.map((_, index) =>
    index === addressAt ? { kind: "email" } : { kind: "field", name: columnName(index) },
  );
}

function columnName(index: number): string {
  return `column ${index + 1}`;
}

/** Braces and bars end a merge field in a message, so its name holds none. */
function withDistinctFields(uses: readonly ColumnUse[]): ColumnUse[] {
  const taken = new Set(["email", "name", "comment"]);
  return uses.map((use, index) => {
    if (use.kind !== "field") return use;
    const plain = fieldName(use.name.replace(/[{}|\s\p{Cc}]+/gu, " ")).slice(0, LONGEST_FIELD_NAME);
    const base = plain.trim() || columnName(index);
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base} ${number}`;
    taken.add(name);
    return { kind: "field", name };
  });
}
