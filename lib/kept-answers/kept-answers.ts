import { subscribe } from "node:diagnostics_channel";
import { Server, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { LRUCache } from "lru-cache";
import { askedPage, type AskedPage, type Encoding } from "@/lib/kept-answers/asked-page";
import { watchEnd } from "@/lib/kept-answers/watch-end";
import { currentVisit, ofThisProcess } from "@/lib/page-cache/of-this-process";
import type { Kept, Visit } from "@/lib/page-cache/page-cache";

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

interface Answer {
  headers: OutgoingHttpHeaders;
  body: string | Buffer;
}

/** Below it compressing gains nothing: Next's own threshold, in characters. */
const WORTH_IT = 1_024;
const MOST_ADDRESSES = 10_000;

/** Under which key Next keeps the page that it has answered an address with. */
type Keys = LRUCache<string, string>;

/** These go with the kept page that they are made of. */
const compressed = new WeakMap<Kept, Buffer>();
const answers = new WeakMap<Kept, Partial<Record<Encoding, Answer>>>();

/**
 * Answers kept pages as Next has answered them before, for as long as Next would give the same answer: the hundreds of
 * functions of its way from the address to the kept page are left out (decision 0025). Whatever is not plainly such a
 * page, and every page's first request, is Next's. Nothing happens where no lib/page-cache is in use.
 */
export function answerKeptPages(): void {
  const known = new WeakSet<Server>();
  // Told before the server itself, so that the very first request finds this in its place.
  subscribe("http.server.request.start", (message) => {
    if (typeof message !== "object" || message === null || !("server" in message)) return;
    const { server } = message;
    if (!isServer(server) || known.has(server)) return;
    known.add(server);
    const listeners = server.listeners("request");
    const next: Listener = (...args) => {
      for (const listener of listeners) Reflect.apply(listener, server, args);
    };
    server.removeAllListeners("request");
    const keys: Keys = new LRUCache({ max: MOST_ADDRESSES });
    server.on("request", (request, response) => void answer(request, response, next, keys));
  });
}

function isServer(value: unknown): value is Server {
  return value instanceof Server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  next: Listener,
  keys: Keys,
): Promise<void> {
  const asked = askedPage(request);
  const visit = ofThisProcess.posthornPageCache?.visit();
  if (asked === null || visit === undefined) {
    next(request, response);
    return;
  }
  const known = asked.hasConditions ? undefined : await knownAnswer(asked, visit, keys);
  if (known !== undefined) {
    response.writeHead(200, known.headers).end(known.body);
    return;
  }
  rememberAnswer(asked, visit, response, keys);
  // One request looks at Redis once, be it here or there.
  currentVisit().run(visit, next, request, response);
}

async function knownAnswer(
  { path, encoding }: AskedPage,
  visit: Visit,
  keys: Keys,
): Promise<Answer | undefined> {
  const key = keys.get(path);
  if (key === undefined) return undefined;
  // Where that fails, Next asks the same and says what is wrong.
  const kept = await visit.own(key).catch(() => null);
  return kept !== null && isFresh(kept) ? answers.get(kept)?.[encoding] : undefined;
}

/** As Next reckons; a page that the build made is left to Next, which knows how long it holds. */
function isFresh({ cacheControl, lastModified }: Kept): boolean {
  const seconds = cacheControl?.revalidate;
  const now = performance.timeOrigin + performance.now();
  return seconds === false || (seconds !== undefined && lastModified + seconds * 1_000 > now);
}

function rememberAnswer(
  { path, hasConditions, encoding }: AskedPage,
  visit: Visit,
  response: ServerResponse,
  keys: Keys,
): void {
  watchEnd(response, (args, end) => {
    const { shown } = visit;
    const state = response.getHeader("x-nextjs-cache");
    // This very page and no other, older or newer, that Next was given meanwhile.
    const html = shown && htmlOf(shown.kept);
    if (!shown || !html || args.length !== 1 || args[0] !== html || !isWhole(response, state))
      return end(args);
    const body = encoding === "gzip" ? zipped(shown.kept, html, response) : html;
    const result = end([body]);
    if (state === "HIT" && !hasConditions && !response.hasHeader("set-cookie")) {
      keys.set(path, shown.key);
      // Complete once they are sent: Next's compression adds one at the last moment.
      const headers = { ...response.getHeaders() };
      answers.set(shown.kept, { ...answers.get(shown.kept), [encoding]: { headers, body } });
    }
    return result;
  });
}

function htmlOf({ value }: Kept): string | undefined {
  return value.kind === "APP_PAGE" ? value.html : undefined;
}

function isWhole(response: ServerResponse, state: unknown): boolean {
  return (
    (state === "HIT" || state === "STALE") &&
    response.statusCode === 200 &&
    !response.headersSent &&
    !response.hasHeader("content-encoding")
  );
}

/** Compressed once for all its requests: that costs Next more than all it does otherwise for one of them. */
function zipped(kept: Kept, html: string, response: ServerResponse): string | Buffer {
  if (html.length < WORTH_IT) return html;
  const known = compressed.get(kept) ?? gzipSync(html);
  compressed.set(kept, known);
  response.setHeader("Content-Encoding", "gzip");
  response.setHeader("Content-Length", known.length);
  return known;
}
