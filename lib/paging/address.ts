/** A query parameter that may be missing or repeated: its first value, "" for none. Without NUL, which no text of PostgreSQL holds. */
export function firstValue(value: string | string[] | undefined): string {
  return ((Array.isArray(value) ? value[0] : value) ?? "").replaceAll("\0", "");
}

/** A path with those parameters that are not empty. */
export function pageHref(path: string, parameters: Record<string, string>): string {
  const set = Object.entries(parameters).filter(([, value]) => value !== "");
  const query = new URLSearchParams(set).toString();
  return query === "" ? path : `${path}?${query}`;
}
