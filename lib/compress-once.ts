import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

/** Below it compressing gains nothing: Next's own threshold. */
const WORTH_IT = 1_024;
/** Characters of pages and bytes of what was made of them, per process. */
const ROOM = 32_000_000;

/** By the page's whole text, so that nothing but that very page can come for it. The oldest stand first. */
const kept = new Map<string, Buffer>();
let used = 0;

/**
 * Compresses a kept page at its first request instead of at each one: that costs Next more than all it does otherwise for
 * the request. Whatever else is answered is left to Next, which compresses nothing that is compressed already.
 */
export function compressKeptPagesOnce(): void {
  subscribe("http.server.request.start", (message) => {
    if (typeof message !== "object" || message === null) return;
    if (!("request" in message && message.request instanceof IncomingMessage)) return;
    if (!("response" in message)) return;
    const { request, response } = message;
    if (isAnswer(response) && request.method === "GET" && takesGzip(request)) watchEnd(response);
  });
}

function isAnswer(value: unknown): value is ServerResponse {
  return value instanceof ServerResponse;
}

function takesGzip(request: IncomingMessage): boolean {
  const named = request.headers["accept-encoding"]?.toString().split(",") ?? [];
  // Whoever gives it a weight is left to Next, which reads weights.
  return named.some((encoding) => encoding.trim() === "gzip");
}

/** Next's compression wraps `end` too, and sends the headers before it calls what it wrapped: ours has to come first. */
function watchEnd(response: ServerResponse): void {
  const original = response.end;
  let wrapped: unknown;
  const first = (...args: unknown[]): unknown => {
    const compressed = args.length === 1 ? compressedPage(response, args[0]) : undefined;
    if (compressed === undefined) return call(wrapped ?? original, response, args);
    response.setHeader("Content-Encoding", "gzip");
    response.setHeader("Content-Length", compressed.length);
    return call(wrapped ?? original, response, [compressed]);
  };
  // What a wrapper finds in the place, and calls at its own end.
  const found = (...args: unknown[]): unknown =>
    wrapped === undefined ? first(...args) : call(original, response, args);
  const place = { configurable: true, enumerable: true };
  Object.defineProperty(response, "end", {
    ...place,
    get: () => (wrapped === undefined ? found : first),
    set: (wrapper: unknown) => {
      if (wrapped === undefined) wrapped = wrapper;
      else Object.defineProperty(response, "end", { ...place, writable: true, value: wrapper });
    },
  });
}

function call(end: unknown, response: ServerResponse, args: unknown[]): unknown {
  if (typeof end !== "function") throw new TypeError("The end of an answer is a function.");
  return Reflect.apply(end, response, args);
}

/** Undefined where the answer is no whole page that is kept. */
function compressedPage(response: ServerResponse, page: unknown): Buffer | undefined {
  if (typeof page !== "string" || page.length < WORTH_IT) return undefined;
  if (response.headersSent || response.statusCode !== 200 || response.hasHeader("Content-Encoding"))
    return undefined;
  const state = response.getHeader("x-nextjs-cache");
  if (state !== "HIT" && state !== "STALE") return undefined;
  const found = kept.get(page);
  return found ?? keep(page);
}

function keep(page: string): Buffer {
  const compressed = gzipSync(page);
  const room = page.length + compressed.length;
  if (room > ROOM) return compressed;
  kept.set(page, compressed);
  used += room;
  for (const [oldest, bytes] of kept) {
    if (used <= ROOM) break;
    kept.delete(oldest);
    used -= oldest.length + bytes.length;
  }
  return compressed;
}
