import { TAKEN_NAMES } from "@/lib/fields/schema";
import { fieldName } from "@/lib/messages/merge-fields";
import {
  COMMENTS,
  emailScore,
  FIRST_NAMES,
  LAST_NAMES,
  NAMES,
  plainName,
} from "@/lib/recipients/column-names";
import { ImportFault } from "@/lib/recipients/import-fault";
import { isStateColumn, listOfOptOuts, stateRule, type ImportedState } from "@/lib/recipients/import-states";
import { readAddressCell, readLayout, type Layout } from "@/lib/recipients/import-layout";
import { beginningOf } from "@/lib/storable-text";

/** What one column of the file becomes. */
export type ColumnUse =
  | { kind: "email" | "name" | "comment" | "ignored" }
  /** A merge field, by its name as messages write it; the others become more beside it. */
  | { kind: "field" | NamedKind; name: string }
  /** Who may receive nothing, in the words of the product that the file is from; the name is the column's in the file. */
  | { kind: "state"; name: string };

/** Parts of the name, joined where no column has all of it, and an address that fills a blank one. */
export type NamedKind = "first_name" | "last_name" | "other_email";

export interface Columns {
  uses: ColumnUse[];
  /** Whether a row holds the columns' names. */
  header: boolean;
  /** Rows above it, such as a title. */
  above: number;
  /** Where the file is a list of people who may receive nothing: what it says of all of them. */
  optOuts: ImportedState | null;
}

/** What somebody says of single columns. */
export interface ColumnWishes {
  /** The name of one, or its number from 1. */
  email?: string;
  name?: string;
  /** Columns that say who may receive nothing are merge fields. */
  ignoreStates?: boolean;
}

const MOST_COLUMNS = 100;
const LONGEST_FIELD_NAME = 60;
const UNFIT = /[{}|\s\p{Cc}\p{Default_Ignorable_Code_Point}]+/gu;
/** Of a company, or of whatever a contact is. */
const OTHERS_NAMES = new Set(["наименование", "клиент", "получатель", "contact", "контакт"]);

/** First and last columns of an export; between them are the merge fields. */
export const EXPORT_BEGIN = ["email", "name", "comment"] as const;
export const EXPORT_END = "suppressed";

/**
 * Matches the columns of a file by its first rows: the column of the addresses by its cells and its name, the others by
 * the names in the row above them. Without such a row the others become the fields "column 1", "column 2" and so on.
 * Columns with other names become merge fields, told apart by a number where names repeat. Of an export of one's own,
 * the last column alone says who may receive nothing.
 *
 * @param byHand what somebody chose instead, one for each column
 * @throws ImportFault email_column_missing, column_unknown, columns_mismatch, too_many_columns
 */
export function matchColumns(
  rows: readonly (readonly string[])[],
  byHand?: readonly ColumnUse[],
  wishes: ColumnWishes = {},
): Columns {
  const layout = readLayout(rows);
  const { names, header, above } = layout;
  if (names.length > MOST_COLUMNS) throw new ImportFault("too_many_columns", above + 1);
  if (byHand !== undefined && byHand.length !== names.length)
    throw new ImportFault("columns_mismatch", above + 1);
  const uses = byHand === undefined ? detected(layout, wishes) : [...byHand];
  if (uses.filter((use) => use.kind === "email").length !== 1)
    throw new ImportFault("email_column_missing", above + 1);
  const emailColumn = names[uses.findIndex((use) => use.kind === "email")] ?? "";
  const optOuts = isExport(names) ? null : listOfOptOuts(names, emailColumn, rows.slice(0, above).flat());
  return { uses: withDistinctFields(uses), header, above, optOuts };
}

function detected(layout: Layout, wishes: ColumnWishes): ColumnUse[] {
  const { names, header } = layout;
  const plain = names.map(plainName);
  const places = header ? namedColumns(plain, names) : new Map<number, ColumnUse>();
  const addresses =
    wishes.email === undefined ? addressColumns(layout, plain) : [wished(wishes.email, names)];
  const [main, ...others] = addresses;
  for (const index of others) {
    // "Email quarantined" says something about the address, and may be blank in the first rows.
    if (stateRule(names[index] ?? "") === null)
      places.set(index, { kind: "other_email", name: names[index] ?? "" });
  }
  if (wishes.name !== undefined) placeName(wished(wishes.name, names), places);
  if (main !== undefined) places.set(main, { kind: "email" });
  const asksStates = wishes.ignoreStates !== true;
  if (isExport(names))
    places.set(names.length - 1, asksStates ? { kind: "state", name: EXPORT_END } : { kind: "ignored" });
  const isState = (name: string, index: number) =>
    asksStates &&
    !isExport(names) &&
    isStateColumn(
      name,
      layout.cells.map((row) => row[index] ?? ""),
    );
  return names.map(
    (name, index) => places.get(index) ?? { kind: isState(name, index) ? "state" : "field", name },
  );
}

/** The column of the addresses, and those that fill its blanks, the best first. */
function addressColumns({ names, header, cells }: Layout, plain: readonly string[]): number[] {
  const columns = names.map((_, index) => {
    const filled = cells.map((row) => row[index] ?? "").filter((cell) => cell.trim() !== "");
    const addresses = filled.filter((cell) => readAddressCell(cell).ok).length;
    return { index, score: emailScore(plain[index] ?? ""), filled: filled.length, addresses };
  });
  const byCells = columns.filter(({ score, filled, addresses }) =>
    score >= 2 ? filled === 0 || addresses > 0 : score >= 0 && addresses > 0 && addresses * 2 >= filled,
  );
  const byName = columns.filter(({ score, filled }) => score >= 3 || (score === 1 && filled === 0));
  const found = byCells.length > 0 ? byCells : byName;
  found.sort((one, other) => other.score - one.score);
  return found.filter(({ score }, rank) => rank === 0 || score >= 2 || !header).map(({ index }) => index);
}

function namedColumns(plain: readonly string[], names: readonly string[]): Map<number, ColumnUse> {
  const places = new Map<number, ColumnUse>();
  const find = (known: readonly string[]) => plain.indexOf(known.find((name) => plain.includes(name)) ?? "?");
  const [comment, whole, first, last] = [COMMENTS, NAMES, FIRST_NAMES, LAST_NAMES].map(find);
  if (comment !== undefined && comment >= 0) places.set(comment, { kind: "comment" });
  for (const [kind, index] of partsOf(plain, { whole, first, last }))
    places.set(index, kind === "name" ? { kind } : { kind, name: names[index] ?? "" });
  return places;
}

type Found = Record<"whole" | "first" | "last", number | undefined>;

/**
 * "Имя" beside "Фамилия" and "Name" beside "Surname" are first names, "Name" beside "Vorname" is the last one, and a
 * company beside a person's name is none.
 */
function partsOf(plain: readonly string[], { whole = -1, first = -1, last = -1 }: Found) {
  const parts: ["name" | "first_name" | "last_name", number][] = [];
  const name = plain[whole] ?? "";
  const isPart = name === "name" && plain[first] === "vorname" && last < 0;
  const isFirst = last >= 0 && (first < 0 || first === whole) && ["name", "имя"].includes(name);
  if (isFirst) first = whole;
  if (isPart) last = whole;
  const isApart = first >= 0 && first !== whole ? true : last >= 0;
  if (whole >= 0 && !isFirst && !isPart && !(isApart && OTHERS_NAMES.has(name))) parts.push(["name", whole]);
  if (first >= 0 && (isFirst || first !== whole)) parts.push(["first_name", first]);
  if (last >= 0) parts.push(["last_name", last]);
  return parts;
}

/** @throws ImportFault column_unknown */
function wished(wish: string, names: readonly string[]): number {
  const text = wish.trim();
  const byName = names.findIndex((name) => name.trim() === text);
  if (byName >= 0 && text !== "") return byName;
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= names.length) return number - 1;
  const alike = plainName(text) === "" ? -1 : names.findIndex((name) => plainName(name) === plainName(text));
  if (alike < 0) throw new ImportFault("column_unknown", 1, names.map((name) => name.trim()).join(", "));
  return alike;
}

function placeName(index: number, places: Map<number, ColumnUse>): void {
  for (const [at, { kind }] of places) {
    if (kind === "name" || kind === "first_name" || kind === "last_name") places.delete(at);
  }
  places.set(index, { kind: "name" });
}

/** By its ends: a merge field of that name is elsewhere. */
function isExport(names: readonly string[]): boolean {
  const fields = names.map(fieldName);
  return EXPORT_BEGIN.every((name, index) => fields[index] === name) && fields.at(-1) === EXPORT_END;
}

/** Braces and bars end a merge field in a message, so its name holds none. */
export function withDistinctFields(uses: readonly ColumnUse[]): ColumnUse[] {
  const taken = new Set(TAKEN_NAMES);
  return uses.map((use, index) => {
    if (!("name" in use) || use.kind === "state") return use;
    const plain = beginningOf(fieldName(use.name.replace(UNFIT, " ")), LONGEST_FIELD_NAME);
    const base = plain.trim() || `column ${index + 1}`;
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base} ${number}`;
    taken.add(name);
    return { ...use, name };
  });
}
