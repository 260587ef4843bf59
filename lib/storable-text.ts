/** NUL, and half of a pair of UTF-16: PostgreSQL takes neither in text nor in jsonb. */
const UNSTORABLE = /[\p{Surrogate}\0]/gu;

/** Text from outside as PostgreSQL can keep it: what it refuses becomes U+FFFD. */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, "\ufffd");
}

/** Whether PostgreSQL keeps a text as it is: for ids, of which a changed one names something else. */
export function isStorable(text: string): boolean {
  return text.search(UNSTORABLE) === -1;
}

/** The beginning of a text, without half of a pair of UTF-16 at its end, which jsonb refuses. */
export function beginningOf(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/** Years that PostgreSQL's client writes in four digits. */
const EARLIEST = Date.parse("0001-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

/** Whether PostgreSQL takes every text and instant of what somebody sent, however deep it stands. */
export function isStorableInput(value: unknown): boolean {
  if (typeof value === "string") return isStorable(value);
  if (value instanceof Date) return value.getTime() >= EARLIEST && value.getTime() <= LATEST;
  if (typeof value !== "object" || value === null || value instanceof Blob) return true;
  return Object.entries(value).every((entry) => entry.every(isStorableInput));
}
