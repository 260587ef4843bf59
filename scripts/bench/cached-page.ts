import { answerOf } from "@/scripts/bench/answer";

export const ENCODINGS = ["identity", "gzip"] as const;
export type Encoding = (typeof ENCODINGS)[number];

const TRIES = 20;

export interface CachedPage {
  /** Without those that belong to the connection. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Of the whole answer with its headers, as it comes over the wire. */
  readonly bytes: number;
}

const OF_CONNECTION = new Set(["connection", "keep-alive", "date", "transfer-encoding"]);

/**
 * A page as visitors get it, asked for until it is cached.
 *
 * @throws Error where it is none that is cached for everybody, as when the middleware made it
 */
export async function cachedPage(url: string, encoding: Encoding): Promise<CachedPage> {
  let answer = await answerOf(url, { "accept-encoding": encoding });
  // The first request has it rendered.
  answer = await answerOf(url, { "accept-encoding": encoding });
  // A page that is too old comes once more while it is renewed.
  for (let nth = 0; nth < TRIES && answer.headers["x-nextjs-cache"] === "STALE"; nth += 1)
    answer = await answerOf(url, { "accept-encoding": encoding });
  const { status, headers, body, bytes } = answer;
  if (status !== 200) throw new Error(`${url} answers ${status}`);
  if (headers["x-nextjs-cache"] !== "HIT") throw new Error(`${url} is not cached`);
  // Both are the middleware's doing, and sessions come by cookie.
  if (/nonce-|no-store/.test([headers["content-security-policy"], headers["cache-control"]].join(" ")))
    throw new Error(`${url} went through the middleware`);
  if (headers["set-cookie"] !== undefined) throw new Error(`${url} sets a cookie`);
  const lasting: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string" && !OF_CONNECTION.has(name)) lasting[name] = value;
  }
  return { headers: lasting, body, bytes };
}
