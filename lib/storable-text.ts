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
