/**
 * The network address that a request came from, for rate limits. The last entry of X-Forwarded-For is
 * the one that the nearest proxy wrote; earlier ones are whatever the client claimed.
 */
export function clientAddress(headers: Headers): string {
  const entries = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  return entries.at(-1) || "unknown";
}
