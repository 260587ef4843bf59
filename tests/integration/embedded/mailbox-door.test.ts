import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { EMBEDDED_SENDER } from "@/lib/env";
import { senderDomain } from "@/lib/env/sender-domain";
import { domainState } from "@/lib/sending/resend";
import { runMailbox, type RunningMailbox } from "@/scripts/embedded/mailbox";

const KEY = "re_key_of_this_mailbox-0123456789_abcdef";
const BEARER = { authorization: `Bearer ${KEY}` };

let folder: string;
let mailbox: RunningMailbox;
let mailId: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-mailbox-"));
  mailbox = await runMailbox(folder, KEY);
  const sent = await ask("/emails", {
    method: "POST",
    headers: { ...BEARER, "content-type": "application/json" },
    body: JSON.stringify({
      from: "a@example.com",
      to: "b@example.com",
      // As somebody would write it who wants the key in a request of their own.
      subject: `href="/inbox/x" Reset your password`,
      html: `<a href="/inbox/x">1</a><img src='https://other.example/?href="/inbox/x'>`,
    }),
  });
  mailId = z.object({ id: z.string() }).parse(JSON.parse(sent.body)).id;
});
afterAll(async () => {
  await mailbox.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Asked {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** By Node's own client, which sends any Host it is told to. */
function ask(
  target: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Asked> {
  const { port } = new URL(mailbox.url);
  return new Promise((resolve, reject) => {
    const { method = "GET", headers, body } = options;
    const request = http.request({ host: "127.0.0.1", port, path: target, method, headers }, (answer) => {
      text(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }),
        reject,
      );
    });
    request.once("error", reject);
    request.end(body);
  });
}

/** Every way to what the mailbox holds: how it is asked for with the key, and what it then tells. */
const ways = [
  ["the list of mails", () => `/${KEY}/inbox`, {}],
  ["a mail", () => `/${KEY}/inbox/${mailId}`, {}],
  ["the mails by the API", () => "/emails", BEARER],
  ["a mail by the API", () => `/emails/${mailId}`, BEARER],
] as const;

describe("whoever has the key", () => {
  test.each(ways)("gets %s", async (_, target, headers) => {
    const { status, body } = await ask(target(), { headers });
    expect(status).toBe(200);
    expect(body).toContain("Reset your password");
  });

  test("comes from the list to each mail, and gets the pages' fonts", async () => {
    const list = await ask(`/${KEY}/inbox`);
    expect(list.body).toContain(`<a href="/${KEY}/inbox/${mailId}"`);
    expect((await ask("/_emulate/fonts/geist-sans.woff2")).status).toBe(200);
  });

  test("is told that the domain of all mails is verified, and knows no other", async () => {
    const address = { apiKey: KEY, baseUrl: mailbox.url };
    expect(await domainState(address, senderDomain(EMBEDDED_SENDER), 30_000)).toBe("verified");
    expect(await domainState(address, "other.example", 30_000)).toBe("not_found");
    expect(await domainState({ ...address, apiKey: "re_other" }, "other.example", 30_000)).toBe(
      "key_refused",
    );
  });

  test("has it put into links alone, and nowhere into what people wrote", async () => {
    const list = await ask(`/${KEY}/inbox`);
    expect(list.body.split(KEY)).toHaveLength(2);
    expect((await ask(`/${KEY}/inbox/${mailId}`)).body).not.toContain(KEY);
  });

  test("tells it to no site that a mail links to, and leaves it in no cache", async () => {
    for (const [, target, headers] of ways) {
      expect((await ask(target(), { headers })).headers).toMatchObject({
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "content-security-policy": "frame-ancestors 'none'",
      });
    }
  });

  test.each(["localhost", "LOCALHOST.", "127.0.0.1", "127.1.2.3", "[::1]"])(
    "may call it %s",
    async (name) => {
      for (const port of ["", ":80", ":9999"]) {
        const { status } = await ask(`/${KEY}/inbox`, { headers: { host: name + port } });
        expect(status, name + port).toBe(200);
      }
    },
  );
});

describe("nobody else", () => {
  test.each([
    ["/inbox", {}],
    ["/inbox?key=1", BEARER],
    [`/inbox/${"0".repeat(8)}`, BEARER],
  ])(
    "gets the inbox without the key in its address, and is told where that stands: %s",
    async (target, headers) => {
      const { status, body } = await ask(target, { headers });
      expect(status).toBe(401);
      expect(body).toContain("npm start printed");
      expect(body).not.toContain(KEY);
    },
  );

  test.each<[string, string, Record<string, string>]>([
    ["GET", "/emails", {}],
    ["GET", "/emails", { authorization: "Bearer re_test" }],
    ["GET", "/emails", { authorization: "Bearer " }],
    ["GET", "/emails", { authorization: KEY }],
    ["GET", "/emails", { authorization: `Bearer ${KEY} ` + "x" }],
    ["GET", `/emails?key=${KEY}`, {}],
    ["GET", `/${KEY}/emails`, {}],
    ["GET", `/${KEY}/inbox/../emails`, {}],
    ["GET", `/${KEY.slice(0, -1)}/inbox`, {}],
    ["GET", "/re_test/inbox", {}],
    ["GET", "//inbox", {}],
    ["GET", "/_emulate/../inbox", {}],
    ["GET", `/_emulate/%2E%2e/inbox/${"0".repeat(8)}`, {}],
    ["GET", "/_emulate/..\\emails", {}],
    ["GET", "/%69nbox", {}],
    ["GET", "http://127.0.0.1/inbox", {}],
    ["POST", `/${KEY}/inbox`, {}],
    ["POST", "/emails", { "content-type": "application/json" }],
    ["OPTIONS", "/emails", { "access-control-request-headers": "authorization" }],
  ])("gets anything: %s %s with %o", async (method, target, headers) => {
    const { status, body } = await ask(target, { method, headers });
    expect([401, 404]).toContain(status);
    expect(body).not.toContain("Reset");
  });

  test.each([
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "evil.example/localhost",
    "10.0.0.1",
    "0.0.0.0",
    "posthorn.localhost",
  ])("has a name of theirs lead to it: %s", async (host) => {
    for (const [what, target, headers] of [
      ...ways,
      ["the door", () => "/inbox", {}],
      ["fonts", () => "/_emulate/fonts/geist-sans.woff2", {}],
    ] as const) {
      const { status, body } = await ask(target(), { headers: { ...headers, host } });
      expect.soft(status, what).toBe(421);
      expect.soft(body, what).toContain("localhost");
      expect.soft(body, what).not.toContain("Reset");
    }
  });

  test("is let in from a page of theirs", async () => {
    for (const origin of ["https://evil.example", "null", `http://localhost:${new URL(mailbox.url).port}`]) {
      for (const [what, target, headers] of ways) {
        for (const method of ["GET", "OPTIONS"]) {
          const answer = await ask(target(), { method, headers: { ...headers, origin } });
          const opening = Object.keys(answer.headers).filter((name) => name.startsWith("access-control-"));
          expect.soft(opening, `${method} ${what} from ${origin}`).toEqual([]);
          expect.soft(answer.headers["cross-origin-resource-policy"], what).toBe("same-origin");
        }
      }
    }
  });

  test.runIf(process.platform === "linux")("reads the key in the list of processes", async () => {
    const state: unknown = JSON.parse(await readFile(path.join(folder, "mailbox", "running.json"), "utf8"));
    const { pid } = z.object({ pid: z.int() }).parse(state);
    const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8");
    expect(commandLine).toContain("mailbox-server.ts");
    expect(commandLine).not.toContain(KEY);
  });
});
