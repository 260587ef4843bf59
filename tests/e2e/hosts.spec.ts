import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, expect, type Browser, type Page } from "@playwright/test";
import { startMachine } from "@/tests/e2e/support/machines";
import { askRaw } from "@/tests/e2e/support/raw";
import { pages, routes } from "@/tests/e2e/support/rights";
import {
  closeSessions,
  openSessions,
  ownersThings,
  type Sessions,
  type Things,
} from "@/tests/e2e/support/sessions";
import { inLanguage, LANGUAGES, setting } from "@/tests/e2e/support/setting";
import { test } from "@/tests/e2e/support/test";

// Refusals are what these tests are about, and the browser logs each.
test.use({ expectedErrors: [[/status of 4\d\d/, /CORS|ERR_FAILED/], { scope: "test" }] });

const { port } = new URL(setting.E2E_URL);
const STRANGERS = [
  "evil.example",
  `evil.example:${port}`,
  "localhost.evil.example",
  `127.0.0.1.evil.example:${port}`,
  `localhost@evil.example`,
  "10.0.0.1",
  `0.0.0.0:${port}`,
];
/** What machines call, by whatever name they know this one. */
const MACHINES = [
  "health",
  "cron/mailings",
  "revalidate",
  "webhooks/resend",
  "unsubscribe/[token]",
  "images/[id]",
];

let sessions: Sessions;
let things: Things;

test.beforeAll(async () => {
  things = await ownersThings();
  sessions = await openSessions();
});
test.afterAll(() => closeSessions(sessions));

async function cookieOf(who: keyof Sessions): Promise<string> {
  const { cookies } = await sessions[who].storageState();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

function expectMisdirected(
  answer: { status: number; body: string; headers: Record<string, unknown> },
  what: string,
) {
  expect.soft(answer.status, what).toBe(421);
  expect.soft(answer.body, what).toContain(`Posthorn answers at ${setting.E2E_URL} `);
  expect
    .soft(answer.headers, what)
    .toMatchObject({ "cache-control": "no-store", "content-type": expect.stringMatching(/^text\/plain/) });
}

test("a page made for one request is answered at the application's own address alone, whoever asks", async () => {
  for (const who of ["visitor", "admin"] as const) {
    const cookie = await cookieOf(who);
    for (const [name, { path, prerendered }] of Object.entries(pages)) {
      if (prerendered) continue;
      for (const language of LANGUAGES) {
        const address = inLanguage(language, path(things.ids));
        const others: Record<string, string>[] = [
          {},
          { rsc: "1" },
          { "x-forwarded-host": `localhost:${port}` },
        ];
        for (const other of others) {
          const headers = { ...other, cookie, host: "evil.example" };
          expectMisdirected(await askRaw(setting.E2E_URL, address, { headers }), `${name} of ${who}`);
        }
      }
    }
  }
});

test("no other name is the application's address, and no other way to write a path goes past that", async () => {
  const cookie = await cookieOf("admin");
  for (const host of STRANGERS) {
    for (const path of ["/overview", "/api/session", "/api/auth/session"]) {
      const answer = await askRaw(setting.E2E_URL, path, { headers: { cookie, host } });
      expectMisdirected(answer, `${path} at ${host}`);
    }
  }
  for (const path of [
    "/%6Fverview",
    "/overvie%77",
    "/ru/%6Fverview",
    "/%72u/overview",
    "/en/overview",
    "/%65n/overview",
    "/_next/../overview",
    "/blog/../overview",
    "/blog/%2E%2E/overview",
    "/api/%73ession",
    "/%61pi/session",
    "/api/health/../session",
    "/api/health/%2E%2e/session",
    "/api/unsubscribe/../session",
    "/api/unsubscribe/%2e%2e/session",
    "/api/images/../session",
    "/api/session?/api/health",
    "/api/session.rsc",
    "/overview.rsc",
    "/overview.txt",
    "/_next/data/x/overview.json",
  ]) {
    const { status, body } = await askRaw(setting.E2E_URL, path, {
      headers: { cookie, host: "evil.example" },
    });
    expect.soft(status, path).toBeGreaterThanOrEqual(300);
    expect.soft(body, path).not.toContain("Ada");
  }
});

test("a route that is for people answers there alone; machines are answered by whatever name they know it", async () => {
  const cookie = await cookieOf("owner");
  for (const [name, { path, body, statuses }] of Object.entries(routes)) {
    const [method = "", address = ""] = name.split(" ");
    if (!address.startsWith("/api/")) continue;
    const isBytes = Buffer.isBuffer(body);
    const request = {
      method,
      headers: { cookie, host: "evil.example", "content-type": isBytes ? "image/png" : "application/json" },
      ...(body && { body: isBytes ? body : JSON.stringify(body) }),
    };
    const answer = await askRaw(setting.E2E_URL, path(things.ids), request);
    if (MACHINES.some((machine) => address === `/api/${machine}`)) {
      expect.soft(answer.status, name).toBe(statuses.owner);
    } else expectMisdirected(answer, name);
  }
});

test("an action is taken there alone, posted to whatever page", async () => {
  const boundary = "x";
  const form = `--${boundary}\r\nContent-Disposition: form-data; name="$ACTION_ID_0"\r\n\r\n\r\n--${boundary}--\r\n`;
  const ways: Record<string, string>[] = [
    { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" },
    { "content-type": `multipart/form-data; boundary=${boundary}` },
    { "content-type": "application/x-www-form-urlencoded" },
  ];
  for (const [name, { path }] of Object.entries(pages)) {
    for (const headers of ways) {
      const request = { method: "POST", headers: { ...headers, host: "evil.example" }, body: form };
      expectMisdirected(
        await askRaw(setting.E2E_URL, path(things.ids), request),
        `${name} ${headers["content-type"]}`,
      );
    }
  }
});

test("with services of its own it answers at this machine's names too, at any port", async () => {
  const cookie = await cookieOf("admin");
  for (const host of [`localhost:${port}`, "localhost", "127.0.0.1:1", "[::1]:3000"]) {
    const { status, body } = await askRaw(setting.E2E_URL, "/api/session", { headers: { cookie, host } });
    expect([host, status]).toEqual([host, 200]);
    expect(body).toContain('"name":"');
  }
});

test("without them it answers at APP_URL's host alone, which a proxy of its own may name", async () => {
  const [alone, proxied] = await Promise.all([
    startMachine({ APP_URL: "https://mail.posthorn.test" }),
    startMachine({ APP_URL: "https://mail.posthorn.test", TRUSTED_PROXIES: "1" }),
  ]);
  try {
    const ask = async (url: string, headers: Record<string, string>) =>
      (await askRaw(url, "/api/session", { headers })).status;
    for (const { url } of [alone, proxied]) {
      expect(await ask(url, { host: "mail.posthorn.test" })).toBe(200);
      expect(await ask(url, { host: "localhost" })).toBe(421);
      expect(await ask(url, { host: "127.0.0.1" })).toBe(421);
      const { body } = await askRaw(url, "/overview", { headers: { host: "localhost" } });
      expect(body).toContain("Posthorn answers at https://mail.posthorn.test ");
    }
    const named = { host: "127.0.0.1", "x-forwarded-host": "mail.posthorn.test" };
    expect([await ask(alone.url, named), await ask(proxied.url, named)]).toEqual([421, 200]);
  } finally {
    await Promise.all([alone.stop(), proxied.stop()]);
  }
});

test.describe("a web page of somebody else", () => {
  interface Sent {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
    readonly credentials?: "include";
  }

  /** Whatever the page gets of an address: its text, or nothing where the browser or the server refuse. */
  const readFrom = (page: Page, address: string, options: Sent = {}) =>
    page.evaluate(
      async ([url, init]) => {
        try {
          const answer = await fetch(url, init);
          return { status: answer.status, type: answer.type, text: await answer.text() };
        } catch {
          return null;
        }
      },
      [address, options] as const,
    );

  test("reads nothing of the application and nothing of the mailbox, even with its key", async ({ page }) => {
    const server = createServer((_, response) => {
      response.setHeader("Content-Type", "text/html").end("<p>Another site</p>");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const address = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${address.port}/`);
      const key = setting.E2E_MAILBOX_KEY;
      for (const url of [
        `${setting.E2E_URL}/api/session`,
        `${setting.E2E_MAILBOX_URL}/inbox`,
        `${setting.E2E_MAILBOX_URL}/emails`,
        `${setting.E2E_MAILBOX_URL}/${key}/inbox`,
      ]) {
        expect.soft(await readFrom(page, url, { credentials: "include" }), url).toBeNull();
      }
      const asked = { headers: { Authorization: `Bearer ${key}` } };
      expect(await readFrom(page, `${setting.E2E_MAILBOX_URL}/emails`, asked)).toBeNull();
    } finally {
      server.close();
    }
  });

  test("whose name is made to lead here gets neither session, nor action, nor mail", async () => {
    const args = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP evil.example 127.0.0.1"];
    const browser: Browser = await chromium.launch({ executablePath: process.env.E2E_BROWSER, args });
    try {
      const page = await browser.newPage();
      const evil = (address: string) => address.replace(/localhost|127\.0\.0\.1/, "evil.example");
      const misdirected = await page.goto(evil(`${setting.E2E_URL}/overview`));
      expect(misdirected?.status()).toBe(421);
      await expect(page.getByText(`Posthorn answers at ${setting.E2E_URL}`)).toBeVisible();
      // Its own origin now, so that no rule of the browser's keeps it from reading.
      for (const [path, init] of [
        ["/api/session", {}],
        ["/overview", {}],
        ["/forgot-password", { method: "POST", headers: { "Next-Action": "0".repeat(42) }, body: "[]" }],
        [
          "/forgot-password",
          { method: "POST", body: new URLSearchParams({ email: "a@b.example" }).toString() },
        ],
      ] as const) {
        const read = await readFrom(page, evil(setting.E2E_URL) + path, init);
        expect.soft(read?.status, path).toBe(421);
      }
      for (const path of ["/inbox", `/${setting.E2E_MAILBOX_KEY}/inbox`]) {
        const answer = await page.goto(evil(setting.E2E_MAILBOX_URL) + path);
        expect.soft(answer?.status(), path).toBe(421);
      }
    } finally {
      await browser.close();
    }
  });
});
