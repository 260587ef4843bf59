import { createHash } from "node:crypto";
import { expect, test, type APIResponse } from "@playwright/test";
import { db } from "@/tests/e2e/support/ledger";
import { pages } from "@/tests/e2e/support/rights";
import {
  closeSessions,
  openSessions,
  ownersThings,
  type Sessions,
  type Things,
} from "@/tests/e2e/support/sessions";
import { inLanguage, LANGUAGES, setting } from "@/tests/e2e/support/setting";
import { everyone } from "@/tests/support/everyone";

let sessions: Sessions;
let things: Things;

test.beforeAll(async () => {
  things = await ownersThings();
  sessions = await openSessions();
});
test.afterAll(() => closeSessions(sessions));

test("a prerendered page is the same for everybody, sets no cookie and lets no script of others run", async () => {
  for (const [name, { path, prerendered }] of Object.entries(pages)) {
    if (!prerendered) continue;
    const answer = await sessions.visitor.get(path(things.ids));
    expectSafe(answer, name);
    // Its scripts are as old as the page, so none can carry a nonce; no text of users stands there.
    expect.soft(scriptSources(answer), name).toEqual(["'self'", "'unsafe-inline'"]);
    // What is cached has its scripts' hashes in a policy of its own; who has a page made is shown it before it is cached.
    const cached = await sessions.visitor.get(path(things.ids));
    if (cached.status() === 200) await expectHashes(cached, name);
    expect.soft(answer.headers()["set-cookie"], name).toBeUndefined();
  }
});

test("a page made for one request carries a nonce of its own on every script, and nobody keeps it", async () => {
  const nonces: string[] = [];
  for (const [name, { path, sights, prerendered }] of Object.entries(pages)) {
    if (prerendered) continue;
    const who = everyone.find((one) => sights[one] === "shown") ?? "visitor";
    for (const language of LANGUAGES) {
      const address = inLanguage(language, path(things.ids));
      const answer = await sessions[who].get(address);
      if (answer.status() === 307) {
        expectSafe(answer, name);
        continue;
      }
      await expectNonce(answer, `${name} (${language})`);
      nonces.push(scriptSources(answer).join());
    }
  }
  expect(new Set(nonces).size).toBe(nonces.length);
});

test("so does what is not found, not allowed, and broken", async () => {
  const unknown = "019aa000-0000-7000-8000-000000000000";
  await expectNonce(await sessions.owner.get(`/mailings/${unknown}`), "not found", 404);
  await expectNonce(await sessions["other user"].get("/ru/admin/users"), "not allowed", [403, 404]);
  // As if the database had lost a table. A list that is read while its outline shows has sent its 200 before.
  await db.$executeRaw`ALTER TABLE audit_events RENAME TO audit_events_away`;
  try {
    await expectNonce(await sessions.admin.get(`/admin/users/${things.ids.user}`), "broken", 500);
  } finally {
    await db.$executeRaw`ALTER TABLE audit_events_away RENAME TO audit_events`;
  }
});

test("a page that a mailed link leads to keeps its token on this site", async () => {
  for (const path of ["/verify-email", "/reset-password", "/change-email", "/unsubscribe/none"]) {
    for (const language of LANGUAGES) {
      const answer = await sessions.visitor.get(`${inLanguage(language, path)}?token=none`);
      expect.soft(answer.headers()["referrer-policy"], path).toBe("same-origin");
    }
  }
});

test("redirects are as safe, and one that depends on a session is kept by nobody", async () => {
  const toSignIn = await sessions.visitor.get("/ru/mailings?search=x");
  expect(toSignIn.status()).toBe(307);
  expect(toSignIn.headers()["cache-control"]).toBe("private, no-store");
  // As a form without script would be sent, whatever it was for.
  const sent = await sessions.visitor.post("/mailings", { form: { command: "pause" } });
  expect([sent.status(), sent.headers()["cache-control"]]).toEqual([303, "private, no-store"]);
  const toOneAddress = await sessions.visitor.get("/en/login?next=/mailings");
  expect(toOneAddress.status()).toBe(308);
  expect(toOneAddress.headers().location).toMatch(
    /^(http:\/\/localhost:\d+)?\/login\?next=(%2F|\/)mailings$/,
  );
  for (const wish of [
    "/en//evil.example",
    "/en/\\evil.example",
    "/en/%2Fevil.example",
    "/en/%5Cevil.example",
  ]) {
    const { location = "" } = (await sessions.visitor.get(wish)).headers();
    expect.soft(new URL(location, setting.E2E_URL).origin, wish).toBe(new URL(setting.E2E_URL).origin);
  }
  for (const answer of [toSignIn, toOneAddress, await sessions.visitor.get("/api/unsubscribe/none")])
    expectSafe(answer, answer.url());
});

test("data is no page: nothing in it would run, and nobody keeps it", async () => {
  const answers = [
    await sessions.owner.get("/api/session"),
    await sessions.owner.get("/api/auth/session"),
    await sessions.owner.get(`/api/mailings/${things.ids.mailing}/progress`),
    await sessions["other user"].get(`/api/mailings/${things.ids.mailing}/progress`),
    await sessions.owner.get("/api/overview/running"),
    await sessions.visitor.get("/api/cron/mailings"),
    await sessions.visitor.get("/api/health"),
    await sessions.visitor.get("/api/none"),
    await sessions.visitor.post("/api/revalidate"),
    await sessions.visitor.post("/api/webhooks/resend"),
    await sessions.visitor.post("/api/unsubscribe/none"),
    await sessions.owner.post("/api/images/avatar", { headers: { "Content-Type": "text/plain" } }),
  ];
  for (const answer of answers) {
    expectSafe(answer, answer.url());
    const {
      "content-type": type,
      "cache-control": cache = "",
      "content-security-policy": policy,
    } = answer.headers();
    expect.soft(type, answer.url()).toMatch(/^application\/json/);
    expect.soft(cache, answer.url()).toMatch(/\bno-store\b/);
    expect.soft(cache, answer.url()).not.toMatch(/public|s-maxage/);
    expect.soft(policy, answer.url()).toMatch(/^default-src 'none'; .*sandbox$/);
  }
});

test("a picture is kept for good, and is nothing but a picture; one that is not there is not kept", async () => {
  const image = await sessions.visitor.get(`/api/images/${things.ids.image}`);
  expectSafe(image, "picture");
  expect(image.headers()).toMatchObject({
    "content-type": expect.stringMatching(/^image\//),
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": expect.stringMatching(/^default-src 'none'; .*sandbox$/),
  });
  const none = await sessions.visitor.get(`/api/images/${things.ids.mailing}`);
  expect(none.status()).toBe(404);
  expect(none.headers()["cache-control"]).toMatch(/\bno-store\b/);
});

test("what emails and other sites show may be loaded by them, and nothing else", async () => {
  for (const path of [`/api/images/${things.ids.image}`, "/brand/mark.svg"])
    expect((await sessions.visitor.get(path)).headers()["cross-origin-resource-policy"], path).toBe(
      "cross-origin",
    );
  for (const path of ["/mailings", "/api/session", `/api/mailings/${things.ids.mailing}/progress`])
    expect((await sessions.owner.get(path)).headers()["cross-origin-resource-policy"], path).toBe(
      "same-origin",
    );
});

test("an address that cannot be decoded answers 400", async () => {
  for (const path of ["/%", "/blog/%ff", "/_next/static/%", "/brand/%ff", "/api/x%", "/api/images/%ff"])
    expect((await fetch(setting.E2E_URL + path)).status, path).toBe(400);
});

test("files are as safe", async () => {
  for (const path of ["/theme.js", "/brand/mark.svg"]) expectSafe(await sessions.visitor.get(path), path);
});

test("what is kept for everybody carries nobody: it is the same, byte for byte, after whoever has been there", async () => {
  const kept = Object.values(pages).filter(({ prerendered }) => prerendered === true);
  const addresses = LANGUAGES.flatMap((language) =>
    kept
      .map(({ path }) => inLanguage(language, path(things.ids)))
      .filter((path) => !/no\/such|9999/.test(path)),
  );
  const read = (who: (typeof everyone)[number], address: string) =>
    Promise.all([
      sessions[who].get(address).then((answer) => answer.text()),
      sessions[who].get(address, { headers: { RSC: "1" } }).then((answer) => answer.text()),
    ]);
  // They have been everywhere, and then at what is kept.
  for (const who of ["owner", "admin"] as const) {
    for (const { path } of Object.values(pages)) await sessions[who].get(path(things.ids));
    for (const address of addresses) await read(who, address);
  }
  // An article names its author, and nothing else of them.
  const authors = await db.post.findMany({
    distinct: ["authorId"],
    select: { author: { select: { name: true } } },
  });
  const named = authors.map(({ author }) => author.name);
  const people = await db.user.findMany({ select: { id: true, email: true, name: true } });
  const told = [
    ...things.words,
    ...people.flatMap(({ id, email, name }) => [id, email, ...(named.includes(name) ? [] : [name])]),
  ];
  for (const address of addresses) {
    const visitors = await read("visitor", address);
    expect(
      told.filter((word) => visitors.join().includes(word)),
      address,
    ).toEqual([]);
    for (const who of everyone) {
      // A page whose turn it is, as home's when its minute ends, is shown once more while it is made anew.
      await expect(async () => {
        const seen = await read(who, address);
        if (seen.join() !== visitors.join()) expect(seen).toEqual(await read("visitor", address));
      }, `${address}, ${who}`).toPass({ timeout: 60_000 });
    }
  }
});

/** What every answer has, whatever it is. */
function expectSafe(answer: APIResponse, what: string): void {
  const headers = answer.headers();
  expect.soft(headers, what).toMatchObject({
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": expect.stringMatching(/^(same|cross)-origin$/),
    "referrer-policy": expect.stringMatching(/^(strict-origin-when-cross-origin|same-origin)$/),
    "permissions-policy": expect.stringContaining("camera=()"),
    "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
  });
  expect.soft(headers, what).not.toHaveProperty("x-powered-by");
  expect.soft(headers, what).not.toHaveProperty("access-control-allow-origin");
}

async function expectNonce(
  answer: APIResponse,
  what: string,
  status: number | number[] = 200,
): Promise<void> {
  expect.soft([status].flat(), what).toContain(answer.status());
  expectSafe(answer, what);
  const sources = scriptSources(answer);
  const nonce = /^'nonce-([\w+/=]{20,})'$/.exec(sources[1] ?? "")?.[1];
  expect.soft(sources, what).toEqual(["'self'", `'nonce-${nonce ?? "missing"}'`]);
  const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
  expect.soft(scripts.length, what).toBeGreaterThan(1);
  // A file of our own runs by its address, everything that stands in the page by the nonce.
  const strange = scripts.filter(
    (tag) => !tag.includes(`nonce="${nonce ?? "missing"}"`) && !/ src="\/\w/.test(tag),
  );
  expect.soft(strange, what).toEqual([]);
  expect.soft(answer.headers()["cache-control"], what).toMatch(/^private\b.*\bno-store\b/);
}

async function expectHashes(answer: APIResponse, what: string): Promise<void> {
  const text = await answer.text();
  const inline = [...text.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  const policies = answer
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === "content-security-policy")
    .map(({ value }) => value);
  expect.soft(policies[1], what).toBe(`script-src ${["'self'", ...new Set(inline)].join(" ")}`);
}

function scriptSources(answer: APIResponse): string[] {
  const policy = answer.headers()["content-security-policy"] ?? "";
  return (
    policy
      .split("; ")
      .find((rule) => rule.startsWith("script-src "))
      ?.split(" ")
      .slice(1) ?? []
  );
}
