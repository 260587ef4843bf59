import { once } from "node:events";
import { createServer, request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { answerKeptPages } from "@/lib/kept-answers/kept-answers";
import type { KeptPage, KeptRoute } from "@/lib/page-cache/kept-value";
import { currentVisit, ofThisProcess } from "@/lib/page-cache/of-this-process";
import { PageCache } from "@/lib/page-cache/page-cache";

const { gzipped } = vi.hoisted(() => ({ gzipped: vi.fn() }));
vi.mock("node:zlib", async (original) => {
  const zlib = await original<typeof import("node:zlib")>();
  const gzipSync = (...args: Parameters<typeof zlib.gzipSync>) => {
    gzipped();
    return zlib.gzipSync(...args);
  };
  return { ...zlib, gzipSync };
});

const TAG = "posts";
const LONG = "page ".repeat(500);

/** Requests that reached what stands behind, in Next's place. */
let passed: string[];
/** What it answers beside the kept page. */
let next: { state: string; cookie?: string; html?: string; joined?: boolean };
let cache: PageCache;

/** Next's own name for a page: what leads from an address to it only Next knows. */
const KEYS: Record<string, string> = {
  "/": "home",
  "/ru": "home ru",
  "/blog": "blog",
  "/short": "short",
  "/%62log": "blog",
  "/a.page": "blog",
};

const server = createServer((asked, answer) => {
  passed.push(asked.url ?? "");
  const key = KEYS[(asked.url ?? "").split("?")[0] ?? ""] ?? "none";
  const visit = currentVisit().getStore() ?? cache.visit();
  void visit.get(key, []).then((kept) => {
    if (next.joined !== true) visit.shown = kept && { key, kept };
    const html = next.html ?? (kept?.value.kind === "APP_PAGE" ? kept.value.html : "made for this request");
    answer.setHeader("x-nextjs-cache", next.state);
    answer.setHeader("Cache-Control", "s-maxage=60");
    answer.setHeader("Content-Length", Buffer.byteLength(html));
    if (next.cookie !== undefined) answer.setHeader("Set-Cookie", next.cookie);
    // As Next's own compression does: a header more, and the headers before the end.
    const found = answer.end.bind(answer);
    Reflect.set(answer, "end", (...args: Parameters<typeof found>) => {
      answer.setHeader("Vary", "Accept-Encoding");
      answer.flushHeaders();
      return found(...args);
    });
    answer.end(html);
  });
});

beforeAll(async () => {
  answerKeptPages();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  delete ofThisProcess.posthornPageCache;
});

beforeEach(() => {
  gzipped.mockClear();
  passed = [];
  next = { state: "HIT" };
  const alone = async () => undefined;
  cache = new PageCache({ shared: null, tell: alone, passOn: alone, report: () => undefined });
  ofThisProcess.posthornPageCache = cache;
  keep("home", `home ${LONG}`);
  keep("home ru", `дом ${LONG}`);
  keep("blog", `blog ${LONG}`);
  keep("short", "short");
});

function keep(key: string, html: string, revalidate: number | false = 60): void {
  const page: KeptPage = { kind: "APP_PAGE", html, headers: { "x-next-cache-tags": TAG } };
  cache.visit().set(key, page, [], { revalidate });
}

interface Answered {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  text: string;
}

async function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answered> {
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, host: "127.0.0.1", path, headers, method, agent: false }).end();
  const [answer] = (await once(asked, "response")) as [import("node:http").IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  if (method !== "HEAD") expect(Number(answer.headers["content-length"])).toBe(body.length);
  const text = answer.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  return { status: answer.statusCode, headers: answer.headers, text: text.toString() };
}

const GZIP = { "accept-encoding": "gzip, deflate, br" };

test.each([
  ["/", `home ${LONG}`],
  ["/ru", `дом ${LONG}`],
  ["/blog", `blog ${LONG}`],
])("%s is asked of Next once in each encoding, and then answered as Next did", async (path, html) => {
  for (const encodings of [GZIP, {}]) {
    passed = [];
    const [first, second, third] = [
      await ask(path, encodings),
      await ask(path, encodings),
      await ask(path, encodings),
    ];
    expect(passed).toEqual([path]);
    expect(first.text).toBe(html);
    for (const again of [second, third]) {
      expect({ ...again.headers, date: "" }).toEqual({ ...first.headers, date: "" });
      expect([again.status, again.text]).toEqual([200, html]);
    }
  }
  expect(gzipped).toHaveBeenCalledOnce();
});

test.each([
  ["a part of a page", { RSC: "1" }],
  ["a page fetched ahead", { "Next-Router-Prefetch": "1" }],
  ["a segment fetched ahead", { "Next-Router-Segment-Prefetch": "/_tree" }],
  ["a page of another state of the router", { "Next-Router-State-Tree": "[]" }],
  ["a page as Next asks itself for", { "x-prerender-revalidate": "some" }],
  ["a page unless the reader has it", { "If-None-Match": '"some"' }],
  ["a page unless it is as old", { "If-Modified-Since": "Sun, 22 Nov 2026 05:51:01 GMT" }],
  ["a page if it is still that one", { "If-Match": '"some"' }],
  ["a page if it is as old", { "If-Unmodified-Since": "Sun, 22 Nov 2026 05:51:01 GMT" }],
  ["a piece of a page", { Range: "bytes=0-9" }],
  ["a piece of a page if it is still that one", { "If-Range": '"some"' }],
  ["a page's data", { "x-nextjs-data": "1" }],
  ["what a platform has matched", { "x-now-route-matches": "1=some" }],
  ["what a platform has found", { "x-matched-path": "/some" }],
  ["what a middleware asks for", { "x-middleware-prefetch": "1" }],
  ["what Next asks itself", { "x-invoke-path": "/some" }],
  ["what has a type", { "Content-Type": "text/plain" }],
  ["what has a body", { "Transfer-Encoding": "chunked" }],
  ["what waits to be let in", { Expect: "100-continue" }],
  ["what would speak otherwise", { Upgrade: "h2c" }],
  ["a preview", { Cookie: "a=b; __prerender_bypass=some" }],
  ["an encoding with a weight", { "Accept-Encoding": "gzip;q=0" }],
  ["no encoding rather than one", { "Accept-Encoding": "identity, gzip" }],
  ["an encoding that only Next may know", { "Accept-Encoding": "br" }],
])("%s is Next's", async (_what, headers) => {
  const plain = await ask("/", GZIP);
  await ask("/", { ...GZIP, ...headers });
  await ask("/", { ...GZIP, ...headers });
  expect(passed).toHaveLength(3);
  expect((await ask("/", GZIP)).text).toBe(plain.text);
  expect(passed).toHaveLength(3);
});

test.each([
  ["POST", "/"],
  ["HEAD", "/"],
  ["GET", "/?utm_source=mail"],
  ["GET", "/%62log"],
  ["GET", "/a.page"],
])("%s %s is Next's", async (method, path) => {
  await ask("/");
  await ask("/blog");
  await ask(path, {}, method);
  await ask(path, {}, method);
  expect(passed).toEqual(["/", "/blog", path, path]);
});

test("what is refreshed is asked of Next again at the very next request", async () => {
  for (let round = 0; round < 2; round += 1) await ask("/", GZIP);
  await cache.refresh([TAG]);
  keep("home", `new home ${LONG}`);
  expect((await ask("/", GZIP)).text).toBe(`new home ${LONG}`);
  expect((await ask("/", GZIP)).text).toBe(`new home ${LONG}`);
  expect(passed).toEqual(["/", "/"]);
  await cache.refresh([TAG]);
  await ask("/", GZIP);
  expect(passed).toHaveLength(3);
});

test("a page that is too old is Next's, which shows it once more and makes it anew", async () => {
  const { timeOrigin } = performance;
  const clock = vi.spyOn(performance, "now").mockReturnValue(Date.now() - timeOrigin);
  keep("home", `home ${LONG}`, 600);
  for (let round = 0; round < 2; round += 1) await ask("/", GZIP);
  clock.mockReturnValue(Date.now() + 500_000 - timeOrigin);
  await ask("/", GZIP);
  expect(passed).toHaveLength(1);
  clock.mockReturnValue(Date.now() + 601_000 - timeOrigin);
  next = { state: "STALE" };
  for (let round = 0; round < 2; round += 1) expect((await ask("/", GZIP)).text).toBe(`home ${LONG}`);
  expect(passed).toHaveLength(3);
  // Compressed all the same, and once.
  expect(gzipped).toHaveBeenCalledOnce();
  clock.mockRestore();
});

test.each([
  ["was made for this request", { state: "MISS" }],
  ["sets a cookie", { state: "HIT", cookie: "a=b" }],
  ["is another page than the kept one", { state: "HIT", html: `another ${LONG}` }],
  ["was made for a request that it joined", { state: "HIT", joined: true }],
])("an answer that %s is given to nobody else", async (_what, answer) => {
  next = answer;
  await ask("/");
  await ask("/", GZIP);
  next = { state: "HIT" };
  expect((await ask("/")).text).toBe(`home ${LONG}`);
  expect((await ask("/")).headers).not.toHaveProperty("set-cookie");
  expect(passed).toHaveLength(3);
});

test("what is no page, or too short to gain, is left as it is", async () => {
  const body = Buffer.from(LONG);
  const route: KeptRoute = { kind: "APP_ROUTE", body };
  cache.visit().set("home", route, [], { revalidate: 60 });
  for (let round = 0; round < 2; round += 1) await ask("/", GZIP);
  expect((await ask("/short", GZIP)).headers).not.toHaveProperty("content-encoding");
  expect((await ask("/short", GZIP)).text).toBe("short");
  expect(passed).toEqual(["/", "/", "/short"]);
});

test("a page that the build made, whose age Next alone knows, is compressed once and Next's", async () => {
  cache.visit().setForEver("home", { value: { kind: "APP_PAGE", html: `built ${LONG}` }, lastModified: 0 });
  for (let round = 0; round < 2; round += 1) expect((await ask("/", GZIP)).text).toBe(`built ${LONG}`);
  expect(passed).toHaveLength(2);
  expect(gzipped).toHaveBeenCalledOnce();
});

test("where no cache is in use, all is Next's", async () => {
  await ask("/");
  delete ofThisProcess.posthornPageCache;
  await ask("/");
  await ask("/");
  expect(passed).toHaveLength(3);
});

test("Next is asked in the same use of the cache, so that one request looks at Redis once", async () => {
  const visits = vi.spyOn(cache, "visit");
  await ask("/blog");
  expect(visits).toHaveBeenCalledOnce();
});
