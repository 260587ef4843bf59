import type { IncomingMessage } from "node:http";

export type Encoding = "gzip" | "identity";

/** A whole page. */
export interface AskedPage {
  /** Of its address. */
  path: string;
  /** A query, or a condition such as that the reader has it already: those are Next's to judge. */
  hasConditions: boolean;
  encoding: Encoding;
}

/** Only signs that stand for themselves: whatever is written in another way, Next decodes. */
const ADDRESS = /^(\/[\w/-]*)(\?.*)?$/;
/** Parts of pages, prefetches, ranges and bodies, and whatever else Next may come to read. */
const FOR_NEXT =
  /^(rsc$|next-|x-n(ext|ow)|x-(middleware|matched|invoke|prerender)|if-(match|unmodified-since|range)$|range$|content-|transfer-encoding$|expect$|upgrade$)/;
const CONDITIONS = ["if-none-match", "if-modified-since"] as const;
const PREVIEW_COOKIE = /__(prerender|next)_/;

/** Null where the request is Next's alone, as is everything that is not plainly a page. */
export function askedPage({ method, url = "", headers }: IncomingMessage): AskedPage | null {
  const [, path, query] = ADDRESS.exec(url) ?? [];
  const encoding = encodingOf(headers["accept-encoding"]?.toString());
  if (method !== "GET" || path === undefined || encoding === null) return null;
  if (Object.keys(headers).some((name) => FOR_NEXT.test(name))) return null;
  if (PREVIEW_COOKIE.test(headers.cookie ?? "")) return null;
  const hasConditions = query !== undefined || CONDITIONS.some((name) => headers[name] !== undefined);
  return { path, hasConditions, encoding };
}

/** Whoever gives encodings weights, or would rather have none, is left to Next, which judges that. */
function encodingOf(named: string | undefined): Encoding | null {
  if (named === undefined || named === "identity") return "identity";
  const encodings = named.split(",").map((one) => one.trim());
  return encodings.includes("gzip") && !named.includes("identity") ? "gzip" : null;
}
