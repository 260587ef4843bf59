import { expect, test } from "@playwright/test";
import { startMachine, type Machine } from "@/tests/e2e/support/machines";
import { askRaw } from "@/tests/e2e/support/raw";
import { setting } from "@/tests/e2e/support/setting";

const APP_URL = "https://mail.posthorn.test";
/** What proxies make of the headers that name an address, as people opened it at APP_URL. */
const proxies: Record<string, string>[] = [
  { host: "mail.posthorn.test" },
  { host: "mail.posthorn.test:443", "x-forwarded-proto": "http" },
  { host: "127.0.0.1:3000", "x-forwarded-host": "mail.posthorn.test", "x-forwarded-proto": "https" },
  { host: "127.0.0.1:3000", "x-forwarded-host": "mail.posthorn.test:8443" },
  { host: "127.0.0.1:3000", "x-forwarded-host": "a.example, mail.posthorn.test" },
  {
    host: "mail.posthorn.test",
    "x-forwarded-host": "a.example, b.example",
    "x-forwarded-proto": "http, https",
  },
];

let machine: Machine;

test.beforeAll(async () => {
  machine = await startMachine({ APP_URL, TRUSTED_PROXIES: "1" });
});
test.afterAll(() => machine.stop());

test("sign-in takes the application's address from APP_URL, whatever the headers of a proxy say", async () => {
  for (const headers of proxies) {
    const { status, body } = await askRaw(machine.url, "/api/auth/providers", { headers });
    expect.soft([headers, status]).toEqual([headers, 200]);
    expect.soft(JSON.parse(body)).toMatchObject({
      credentials: { callbackUrl: `${APP_URL}/api/auth/callback/credentials` },
    });
    const { headers: answered } = await askRaw(machine.url, "/api/auth/csrf", { headers });
    const cookies = (answered["set-cookie"] ?? []).join("\n");
    expect.soft(cookies).toContain(`__Secure-authjs.callback-url=${encodeURIComponent(APP_URL)};`);
  }
});

test("without TLS its cookies are kept without it, whatever a request says of the scheme", async () => {
  const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "evil.example" };
  const { headers: answered } = await askRaw(setting.E2E_URL, "/api/auth/csrf", { headers });
  const cookies = (answered["set-cookie"] ?? []).join("\n");
  expect(cookies).toContain(`authjs.callback-url=${encodeURIComponent(setting.E2E_URL)};`);
  expect(cookies).not.toMatch(/Secure|https|evil/);
});

test("an action is taken from APP_URL's pages behind every proxy, and from nobody else's behind any", async () => {
  const action = { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" };
  for (const path of ["/login", "/unsubscribe/none"]) {
    for (const headers of proxies) {
      const send = (origin: string) =>
        askRaw(machine.url, path, { method: "POST", headers: { ...headers, ...action, origin }, body: "[]" });
      // Nobody knows it, which is found out after where it comes from.
      const own = await send(APP_URL);
      expect.soft([headers, own.headers["x-nextjs-action-not-found"]]).toEqual([headers, "1"]);
      for (const origin of ["https://evil.example", "null", "nothing at all"]) {
        const { status, body } = await send(origin);
        expect.soft([headers, origin, status]).toEqual([headers, origin, 403]);
        expect.soft(body).toContain(APP_URL);
      }
    }
  }
});

test("nothing is resized at a request: there is no route for it", async () => {
  for (const url of ["%2Fbrand%2Fmark.svg", "%2Fapi%2Fimages%2Fnone", "http%3A%2F%2F127.0.0.1%3A1%2F"]) {
    expect((await askRaw(setting.E2E_URL, `/_next/image?url=${url}&w=640&q=75`)).status).toBe(404);
  }
});
