import { beginningOf } from "@/lib/storable-text";

/** A query parameter that may be missing or repeated: its first value, "" for none. Without NUL, which no text of PostgreSQL holds. */
export function firstValue(value: QueryValue): string {
  return ((Array.isArray(value) ? value[0] : value) ?? "").replaceAll("\0", "");
}

export type QueryValue = string | string[] | undefined;

/** A path with those parameters that are not empty. */
export function pageHref(path: string, parameters: Record<string, string>): string {
  const set = Object.entries(parameters).filter(([, value]) => value !== "");
  const query = new URLSearchParams(set).toString();
  return query === "" ? path : `${path}?${query}`;
}

/** Where a page of a list begins: after a row, before a row, or at the start while both are "". */
export interface Place {
  after: string;
  before: string;
}

export const START: Place = { after: "", before: "" };

/** What the address of a list asks for. */
export interface AskedList {
  path: string;
  /** Search, filters and order as they stand; "" where none is set. Where a list begins is no part of it. */
  asked: Record<string, string> & { search: string };
  place: Place;
  /** Id of the list's part of the page, where something else stands above it. */
  anchor?: string;
}

/** The address of a list at its start or at a place, with some parameters changed. */
export function listHref(
  { path, asked, anchor }: Omit<AskedList, "place">,
  {
    place = START,
    ...changes
  }: { place?: Partial<Place>; [parameter: string]: string | Partial<Place> | undefined },
): string {
  const texts = Object.entries(changes).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const href = pageHref(path, { ...asked, ...Object.fromEntries(texts), ...place });
  return anchor === undefined ? href : `${href}#${anchor}`;
}

/** Characters of a search; more than any address has. */
const LONGEST_SEARCH = 320;

export function askedSearch(value: QueryValue): string {
  return beginningOf(firstValue(value).trim(), LONGEST_SEARCH);
}

/** One of the choices; "" for none and for one that there is not. */
export function askedChoice<Choice extends string>(
  value: QueryValue,
  choices: readonly Choice[],
): Choice | "" {
  return choices.find((known) => known === firstValue(value)) ?? "";
}

export function askedPlace(query: { after?: QueryValue; before?: QueryValue }): Place {
  const after = firstValue(query.after);
  return { after, before: after === "" ? firstValue(query.before) : "" };
}
