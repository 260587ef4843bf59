import { unstable_doesMiddlewareMatch as doesMatch } from "next/experimental/testing/server";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { LARGEST_ACTION } from "@/lib/actions/largest-action";
import { forgetEnv } from "@/lib/env";
import { config, middleware } from "@/middleware";
import { PRODUCTION } from "@/tests/support/configurations";
import { routeOf, sourceFiles } from "@/tests/support/source-files";

const HOME = "https://mail.posthorn.io";
const ID = "019aa000-0000-7000-8000-000000000000";

beforeAll(() => {
  for (const [name, value] of Object.entries({ ...PRODUCTION, TRUSTED_PROXIES: "0", VERCEL: "" })) {
    vi.stubEnv(name, value);
  }
  forgetEnv();
});
afterAll(() => {
  vi.unstubAllEnvs();
  forgetEnv();
});

function sees(path: string, headers: Record<string, string> = {}): boolean {
  return doesMatch({ config, url: path, headers });
}

function ask(
  path: string,
  host = "mail.posthorn.io",
  init: { method?: string; headers?: Record<string, string>; body?: string | ReadableStream } = {},
) {
  return middleware(new NextRequest(HOME + path, { ...init, headers: { host, ...init.headers } }));
}

/** What Next passes on to the page in a header's place; undefined where nothing was changed. */
function passedOn(response: Response): string[] | undefined {
  return response.headers.get("x-middleware-override-headers")?.split(",");
}

describe("what it never sees", () => {
  it.each([
    "/api/cron/mailings",
    "/api/health",
    "/api/revalidate",
    "/api/webhooks/resend",
    "/api/unsubscribe/ey.J_-9",
    `/api/images/${ID}`,
  ])("machines come by whatever host: %s", (path) => {
    expect(sees(path)).toBe(false);
    expect(sees(path, { "content-type": "application/json" })).toBe(false);
  });

  it.each([
    "/login",
    "/ru/register",
    "/forgot-password",
    "/theme.js",
    "/brand/mark.svg",
    "/_next/static/a.js",
    "/sitemap.xml",
  ])("what the build made is as quick as it was: %s", (path) => {
    expect(sees(path)).toBe(false);
    expect(sees(`${path}?next=%2Fmailings`)).toBe(false);
  });
});

describe("what it sees", () => {
  it.each(["/login", "/ru/register", "/forgot-password", "/no/such", "/theme.js"])(
    "an action on a page: %s",
    (path) => {
      expect(sees(path, { "next-action": "0" })).toBe(true);
      expect(sees(path, { "content-type": "multipart/form-data; boundary=x" })).toBe(true);
    },
  );

  it.each([
    ...[
      "/",
      "/ru",
      "/blog",
      "/ru/blog/an-article",
      "/en",
      "/en/login",
      "/overview",
      "/ru/admin/users",
      "/no/such/page",
    ],
    ...[
      "/api/session",
      "/api/auth/signin",
      `/api/mailings/${ID}/progress`,
      "/api/images/avatar",
      "/api/none",
    ],
    ...[
      "/%6Cogin",
      "/login/",
      "/LOGIN",
      "/login.rsc",
      "/loginx",
      "/api/healthy",
      "/api/%68ealth",
      "/api/health/x",
    ],
    ...["/api/unsubscribe/a/b", "/api/unsubscribe/%2e%2e", "/api/images/..", "/ru/api/health", "/theme.jsx"],
  ])("all others, however they are written: %s", (path) => {
    expect(sees(path)).toBe(true);
  });
});

describe("an address that cannot be decoded", () => {
  it.each([
    "/%",
    "/ru/blog/%ff",
    "/overview%",
    "/api/images/%ff",
    "/api/unsubscribe/%E0%A4%A",
    "/_next/static/%",
    "/brand/%zz",
  ])("is 400 at any host, however it is asked: %s", async (path) => {
    expect(sees(path)).toBe(true);
    for (const method of ["GET", "POST"]) {
      const answer = await ask(path, "elsewhere.example", { method });
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("misspelt")]);
    }
  });

  it.each(["/_next/static/a%5Bb%5D.js", "/brand/%D1%8F.svg"])(
    "is no file with an encoded name: %s",
    async (path) => {
      expect((await ask(path)).status).toBe(200);
    },
  );
});

describe("every page of the workspace", () => {
  const pages = sourceFiles("app/[locale]/(workspace)").filter((file) => file.endsWith("/page.tsx"));

  it.each(pages.map((file) => routeOf(file).replaceAll("[id]", ID)))(
    "leads visitors to sign-in and back, and is made for one reader: %s",
    async (path) => {
      const asked = `${path}?search=a`;
      const led = await ask(asked);
      expect(led.status).toBe(307);
      expect(new URL(led.headers.get("location") ?? "").searchParams.get("next")).toBe(asked);
      const shown = await ask(asked, "mail.posthorn.io", {
        headers: { cookie: "__Secure-authjs.session-token=a" },
      });
      expect(shown.headers.get("content-security-policy")).toContain("'nonce-");
      expect(shown.headers.get("cache-control")).toBe("private, no-store");
      expect(shown.headers.get("x-nextjs-rewritten-query")).toBe("search=a");
    },
  );

  it("lets in images from elsewhere where somebody's own messages are shown, and nowhere else", async () => {
    const headers = { cookie: "__Secure-authjs.session-token=a" };
    const letsIn = async (path: string) =>
      (await ask(path, undefined, { headers })).headers
        .get("content-security-policy")
        ?.includes("blob: https:");
    expect(await Promise.all([`/messages/${ID}`, "/ru/messages/new"].map(letsIn))).toEqual([true, true]);
    expect(await Promise.all([`/admin/messages/${ID}`, "/recipients"].map(letsIn))).toEqual([false, false]);
  });
});

describe("another host", () => {
  it.each(["/overview", "/unsubscribe/a", "/api/session", "/no/such/page", "/en/overview", "/%6Fverview"])(
    "is told the application's address: %s",
    async (path) => {
      for (const host of ["evil.example", "localhost", "mail.posthorn.io.evil.example"]) {
        const answer = await ask(path, host);
        expect([answer.status, answer.headers.get("cache-control")]).toEqual([421, "no-store"]);
        expect(await answer.text()).toContain(`Posthorn answers at ${HOME} `);
      }
    },
  );

  it("shows pages that are everybody's, and takes no action there", async () => {
    for (const path of ["/", "/ru", "/blog", "/blog/an-article"]) {
      expect((await ask(path, "preview.example")).status, path).toBe(200);
      expect((await ask(path, "preview.example", { method: "POST" })).status, path).toBe(421);
    }
    const action = { method: "POST", headers: { "next-action": "0" } };
    expect((await ask("/login", "preview.example", action)).status).toBe(421);
  });
});

describe("a page that is kept for everybody", () => {
  it.each([
    ["/?email=a%40b.test&token=1", "/"],
    ["/ru?a", "/ru"],
    ["/blog/an-article?utm_source=x", "/blog/an-article"],
    ["/blog/%61n-article", "/blog/an-article"],
    ["/ru/blog?%61=1", "/ru/blog"],
    ["/en/blog/%61?a=1", "/blog/a?a=1"],
    ["/blog/a%3Fb%2fc%23%25", "/blog/a%3Fb%2Fc%23%25"],
    ["/en/%2Fevil.example", "/%2Fevil.example"],
    ["/en/%5Cevil.example", "/%5Cevil.example"],
  ])("is asked for at one bare address: %s", async (asked, address) => {
    const { status, headers } = await ask(asked);
    expect([status, headers.get("location")]).toEqual([308, HOME + address]);
  });

  it("is asked for there by the router too, whose mark is no query", async () => {
    const ofRouter = { headers: { rsc: "1" } };
    for (const path of ["/?_rsc=x", "/ru/blog?_rsc=x", "/?_rsc"]) {
      const [address = ""] = path.split("?");
      expect((await ask(path, undefined, ofRouter)).status, path).toBe(200);
      for (const init of [{}, { headers: { rsc: "0" } }]) {
        const { status, headers } = await ask(path, undefined, init);
        expect([status, headers.get("location")]).toEqual([308, HOME + address]);
      }
    }
    const { headers } = await ask("/?a=1&_rsc=x", undefined, ofRouter);
    expect(headers.get("location")).toBe(`${HOME}/`);
    const toSignIn = await ask("/mailings?search=a&_rsc=x", undefined, ofRouter);
    expect(toSignIn.headers.get("location")).toBe(`${HOME}/login?next=%2Fmailings%3Fsearch%3Da`);
  });

  it.each(["/", "/ru", "/blog/an-article", "/blog/%D0%BF", "/no/such?query=1", "/blog/a%20b"])(
    "is shown there, and what is not kept keeps its query: %s",
    async (path) => {
      expect((await ask(path)).status).toBe(200);
    },
  );

  it.each(["content-security-policy", "content-security-policy-report-only"])(
    "takes its scripts' nonce from nobody's %s",
    async (name) => {
      for (const path of ["/", "/blog/an-article", "/no/such"]) {
        const names = passedOn(
          await ask(path, undefined, { headers: { [name]: "script-src 'nonce-x'", accept: "*/*" } }),
        );
        expect(names, path).toContain("accept");
        expect(names, path).not.toContain(name);
      }
    },
  );
});

describe("a form that is sent", () => {
  const send = (path: string, headers: Record<string, string>, body: string | ReadableStream = "a") =>
    ask(path, undefined, { method: "POST", body, headers });

  it("is taken from a page of APP_URL, whatever a proxy makes of the host, and from what names no page", async () => {
    const ways: Record<string, string>[] = [
      {},
      { origin: HOME },
      { origin: HOME, "x-forwarded-host": "mail.posthorn.io:8443" },
      { origin: HOME, "x-forwarded-host": "a.example, b.example" },
      { origin: "https://mail.posthorn.io:8443", "x-forwarded-host": "mail.posthorn.io:8443" },
    ];
    for (const headers of ways)
      expect((await send("/login", headers)).status, JSON.stringify(headers)).toBe(200);
  });

  it.each(["https://evil.example", "null", "", "evil", "https://mail.posthorn.io.evil.example", "file:///a"])(
    "is not taken from any other: %s",
    async (origin) => {
      for (const path of ["/login", "/unsubscribe/a", "/blog"]) {
        const answer = await send(path, { origin });
        expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining(HOME)]);
      }
    },
  );

  it.each(["cross-site", "same-site"])(
    "that names no origin is not taken where the browser says %s",
    async (site) => {
      expect((await send("/login", { "sec-fetch-site": site })).status).toBe(403);
      expect((await send("/login", { "sec-fetch-site": "same-origin" })).status).toBe(200);
    },
  );

  const form = { "content-type": "multipart/form-data; boundary=x" };
  const call = { "content-type": "text/plain;charset=UTF-8", "next-action": "0".repeat(42) };
  it.each([
    ["a form that is cut off", form, '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'],
    ["a form without a boundary", { "content-type": "multipart/form-data" }, "a"],
    ["a call that is cut off", call, '[{"a'],
    ["a call that is no list of arguments", call, "null"],
    ["a call that refers to parts which it does not have", call, '["$F1","$@9","$Q7"]'],
    [
      "a call whose parts hold no arguments",
      { ...form, "next-action": "0".repeat(42) },
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
    ],
  ])("that is %s is refused before Next reads it", async (_what, headers, body) => {
    expect((await send("/login", headers, body)).status).toBe(400);
  });

  it("that is whole is taken", async () => {
    const whole = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n';
    expect((await send("/login", form, whole)).status).toBe(200);
    expect(
      (await send("/login", call, '["a","$$K1","$undefined","$D2026-11-30T00:00:00Z","$T",{"b":"$0:3"}]'))
        .status,
    ).toBe(200);
    const parts =
      '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n[{"status":"new"},"$K1"]\r\n--x--\r\n';
    expect((await send("/login", { ...form, "next-action": "0".repeat(42) }, parts)).status).toBe(200);
  });

  it("is taken up to an action's limit and refused a byte later, whatever its length is said to be", async () => {
    const full = "a".repeat(LARGEST_ACTION);
    expect((await send("/unsubscribe/a", {}, full)).status).toBe(200);
    expect((await send("/unsubscribe/a", {}, `${full}a`)).status).toBe(413);
    expect((await send("/login", { "content-length": `${LARGEST_ACTION + 1}` }, "a")).status).toBe(413);
  });
});
