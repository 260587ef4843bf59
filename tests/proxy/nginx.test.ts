import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { startProxied, type Proxied } from "@/tests/support/proxied";

// `npm test -- --only proxy`, where nginx is installed: two replicas of the application behind it as Debian's has it.

const RECOMMENDED = "as deploy/nginx.conf has it";
/** What stands beside `proxy_pass`. */
const KINDS: Record<string, string> = {
  "with nginx's own headers": "",
  "with two names and another scheme": `
    proxy_set_header X-Forwarded-Host "a.example, b.example";
    proxy_set_header X-Forwarded-Proto https;`,
  "with a name without its port": "proxy_set_header X-Forwarded-Host localhost;",
  "with a name that is none": 'proxy_set_header X-Forwarded-Host " , ";',
};
const UNSUBSCRIBE_SECRET = "unsubscribe-secret-of-the-proxy-0123456789";

let proxied: Proxied;
let proxies: Record<string, string>;

beforeAll(async () => {
  proxied = await startProxied({ UNSUBSCRIBE_SECRET }, KINDS);
  proxies = { [RECOMMENDED]: proxied.own, ...proxied.others };
  await vi.waitUntil(() => answers(Object.values(proxies)), { timeout: 60_000, interval: 200 });
}, 400_000);

afterAll(() => proxied.stop(), 120_000);

describe.each([RECOMMENDED, ...Object.keys(KINDS)])("%s", (kind) => {
  test("sign-in by a form without script leads to the overview, with cookies as APP_URL wants them", async () => {
    const answer = await send(kind, "/login", userAccount(), proxied.own);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/overview"]);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.filter((cookie) => cookie.startsWith("authjs.session-token="))).toHaveLength(1);
    expect(cookies.join("\n")).not.toMatch(/https|Secure/);
  });

  test("the button of the page that a mail leads to unsubscribes its reader", async () => {
    const delivery = await proxied.database.delivery.findFirstOrThrow({
      where: { status: "accepted", address: { notIn: await suppressed() } },
    });
    const token = unsubscribeToken(delivery.id, UNSUBSCRIBE_SECRET);
    const answer = await send(kind, `/unsubscribe/${token}`, {}, proxied.own);
    expect(answer.status).toBe(200);
    expect(await suppressed()).toContain(delivery.address);
  });

  test("a form of another site's page is taken nowhere, and is told which address is right", async () => {
    for (const page of ["/login", "/unsubscribe/none"]) {
      for (const origin of ["http://evil.example", "null"]) {
        const answer = await send(kind, page, {}, origin);
        expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining(proxied.own)]);
        expect(answer.headers.getSetCookie().join()).not.toContain("session-token");
      }
    }
  });
});

test("what comes without TLS is led to the same address with it", async () => {
  const answer = await fetch(`${proxied.plainOwn}/login?next=%2Fmailings`, {
    headers: { host: "localhost" },
    redirect: "manual",
  });
  expect(answer.status).toBe(301);
  expect(answer.headers.get("location")).toMatch(/^https:\/\/[\w.]+\/login\?next=%2Fmailings$/);
});

describe("what nginx caches", () => {
  test("an article that is published shows within two seconds, whichever replica is told and asked", async () => {
    for (const told of proxied.replicas) {
      const before = await seen("/blog");
      expect((await seen("/blog")).cache).toBe("HIT");
      const article = await publish();
      expect(before.text).not.toContain(article.title);
      await refresh(told);
      await sleep(2_000);
      for (const origin of [proxied.own, ...proxied.replicas]) {
        expect((await seen("/blog", {}, origin)).text).toContain(article.title);
        expect((await seen(`/blog/${article.slug}`, {}, origin)).status).toBe(200);
      }
    }
  });

  test("a page of somebody who is signed in is never cached, nor answered from the cache", async () => {
    const cookie = await signIn();
    const { email } = userAccount();
    for (const nth of [1, 2]) {
      const own = await seen("/profile", { cookie });
      expect([nth, own.status, own.cache]).toEqual([nth, 200, "BYPASS"]);
      expect(own.text).toContain(email);
    }
    expect((await seen("/profile")).status).toBe(307);
    for (const path of disguised("/profile")) {
      const own = await seen(path, { cookie });
      if (own.text.includes(email)) expect([path, own.cache]).toEqual([path, "BYPASS"]);
      expect((await seen(path)).text, path).not.toContain(email);
    }
  });

  test("home is one answer for all, compressed or not, and no cookie is stored", async () => {
    const cookie = await signIn();
    const plain = { "accept-encoding": "identity" };
    const texts = [
      await seen("/", plain),
      await seen("/", { cookie, ...plain }),
      await seen("/", { cookie }),
    ];
    expect(new Set(texts.map(({ text }) => text)).size).toBe(1);
    expect(texts[1]?.cache).toBe("HIT");
    // The router's own request for it is another answer.
    expect((await seen("/", { rsc: "1" })).text).not.toContain("<html");
    const stored = await storedAnswers();
    expect(stored.length).toBeGreaterThan(2);
    // Next's own mark of a page that is the same for everybody; the whole answers are too long to read in a report.
    expect(stored.filter((answer) => !/^x-nextjs-cache: /m.test(answer)).map(keyOf)).toEqual([]);
    expect(stored.filter((answer) => /set-cookie|session-token|no-store/i.test(answer)).map(keyOf)).toEqual(
      [],
    );
  });

  test("what nginx does not cache it compresses", async () => {
    const answer = await fetch(`${proxied.own}/login`, { headers: { "accept-encoding": "gzip" } });
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(await answer.text()).toContain("<html");
  });
});

interface Seen {
  status: number;
  text: string;
  cache: string | undefined;
}

/** An answer to exactly this path: fetch would write it anew. */
function seen(path: string, headers: Record<string, string> = {}, origin = proxied.own): Promise<Seen> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers, agent: false }, (answer) => {
      buffer(answer).then((body) => {
        const { "content-encoding": encoding, "x-proxy-cache": cache } = answer.headers;
        const text = (encoding === "gzip" ? gunzipSync(body) : body).toString();
        resolve({ status: answer.statusCode ?? 0, text, cache: [cache ?? []].flat()[0] });
      }, reject);
    });
    asked.once("error", reject);
    asked.end();
  });
}

/** Ways to write a page's path that begin or end as a public one. */
function disguised(page: string): string[] {
  return [
    `/blog/%2e%2e${page}`,
    `${page}/%2e%2e/blog`,
    `/blog/..%5c..%5c${page.slice(1)}`,
    `/blog/..\\..${page}`,
  ];
}

async function publish(): Promise<{ slug: string; title: string }> {
  const author = await proxied.database.user.findFirstOrThrow({ where: { role: "content_manager" } });
  const tag = randomUUID().slice(0, 8);
  return proxied.database.post.create({
    data: {
      ...{ authorId: author.id, slug: `letter-${tag}`, title: `Letter ${tag}`, summary: "A letter" },
      ...{ source: "Words", body: "<p>Words</p>", language: "en" },
      ...{ status: "published", publishedAt: new Date() },
    },
    select: { slug: true, title: true },
  });
}

/** As every command and action does. */
async function refresh(replica: string): Promise<void> {
  const answer = await fetch(`${replica}/api/revalidate`, {
    method: "POST",
    headers: { authorization: `Bearer ${proxied.cronSecret}`, "content-type": "application/json" },
    body: JSON.stringify({ tags: ["posts"] }),
  });
  expect(answer.status).toBe(200);
}

async function signIn(): Promise<string> {
  const answer = await send(RECOMMENDED, "/login", userAccount(), proxied.own);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

function userAccount(): { email: string; password: string } {
  const [account] = proxied.application.accounts.filter(({ role }) => role === "user");
  return { email: account?.email ?? "", password: account?.password ?? "" };
}

function keyOf(answer: string): string | undefined {
  return /^KEY: (.*)$/m.exec(answer)?.[1];
}

async function storedAnswers(): Promise<string[]> {
  const names = await readdir(proxied.nginx.cache, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), "latin1")));
}

/** Sends the form of a page as a browser without script would, which has opened it at `origin`. */
async function send(kind: string, page: string, typed: Record<string, string>, origin: string) {
  const html = await (await fetch(proxied.own + page)).text();
  const form = new FormData();
  const main = /<main[^]*?<\/form>/.exec(html)?.[0] ?? "";
  for (const [input] of main.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const value = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? "";
    form.append(value("name"), value("value").replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }
  for (const [name, text] of Object.entries(typed)) form.append(name, text);
  return fetch(`${proxies[kind]}${page}`, {
    method: "POST",
    body: form,
    redirect: "manual",
    headers: { origin },
  });
}

async function suppressed(): Promise<string[]> {
  const all = await proxied.database.suppression.findMany({ select: { email: true } });
  return all.map(({ email }) => email);
}

async function answers(addresses: readonly string[]): Promise<boolean> {
  const all = addresses.map((address) =>
    fetch(`${address}/api/health`).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(all)).every(Boolean);
}
