import { once } from "node:events";
import { createServer, request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { compressKeptPagesOnce } from "@/lib/compress-once";

const { gzipped } = vi.hoisted(() => ({ gzipped: vi.fn() }));
vi.mock("node:zlib", async (original) => {
  const zlib = await original<typeof import("node:zlib")>();
  const gzipSync = (...args: Parameters<typeof zlib.gzipSync>) => {
    gzipped();
    return zlib.gzipSync(...args);
  };
  return { ...zlib, gzipSync };
});

const PAGES: Record<string, string> = {
  "/one": `one ${"page ".repeat(500)}`,
  "/other": `other ${"page ".repeat(500)}`,
  "/short": "short",
};

const server = createServer((asked, answer) => {
  const address = new URL(asked.url ?? "", "http://posthorn.test");
  const page = PAGES[address.pathname] ?? "";
  answer.setHeader("x-nextjs-cache", address.searchParams.get("state") ?? "HIT");
  answer.setHeader("Content-Length", page.length);
  // As Next's own compression does.
  const found = answer.end.bind(answer);
  Reflect.set(answer, "end", (...args: Parameters<typeof found>) => {
    answer.flushHeaders();
    return found(...args);
  });
  answer.end(page);
});

beforeAll(async () => {
  compressKeptPagesOnce();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

async function ask(
  path: string,
  encodings?: string,
): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  const headers = encodings === undefined ? {} : { "accept-encoding": encodings };
  const asked = request({
    port: portOf(server.address()),
    host: "127.0.0.1",
    path,
    headers,
    agent: false,
  }).end();
  return new Promise((resolve, reject) => {
    asked.once("error", reject);
    asked.once("response", (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.once("end", () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }));
    });
  });
}

test("a kept page is compressed once, and each page comes for itself", async () => {
  const answers = [];
  for (const path of ["/one", "/one", "/other", "/one?state=STALE"])
    answers.push(await ask(path, "gzip, br"));
  expect(answers.map(({ body }) => gunzipSync(body).toString())).toEqual(
    ["/one", "/one", "/other", "/one"].map((path) => PAGES[path]),
  );
  expect(answers.map(({ headers, body }) => Number(headers["content-length"]) === body.length)).toEqual(
    answers.map(() => true),
  );
  expect(gzipped).toHaveBeenCalledTimes(2);
});

test.each([
  ["a browser that takes no gzip", "/one", undefined],
  ["one that weighs it, for Next reads weights", "/one", "gzip;q=0"],
  ["a page rendered for this request", "/one?state=MISS", "gzip"],
  ["a page too short to gain", "/short", "gzip"],
])("is left as it is: %s", async (_what, path, encodings) => {
  const { headers, body } = await ask(path, encodings);
  expect(headers["content-encoding"]).toBeUndefined();
  expect(body.toString()).toBe(PAGES[path.split("?")[0] ?? ""]);
});
