import { expect, test } from "@playwright/test";
import { startMachine, CRON_SECRET, type Machine } from "@/tests/e2e/support/machines";
import { askRaw } from "@/tests/e2e/support/raw";
import { pages } from "@/tests/e2e/support/rights";
import { ownersThings } from "@/tests/e2e/support/sessions";
import { inLanguage, LANGUAGES } from "@/tests/e2e/support/setting";

const MARK = "stranger";

interface Stranger {
  readonly what: string;
  readonly ask?: (address: string) => string;
  readonly headers?: Record<string, string>;
}

/** Ways to leave something in a page that is made at one's request, beside asking for it at its address. */
const strangers: readonly Stranger[] = [
  { what: "a query", ask: (address) => `${address}?email=${MARK}%40x.test&token=${MARK}` },
  { what: "a query without a value", ask: (address) => `${address}?${MARK}` },
  { what: "a query twice", ask: (address) => `${address}?a=1&a=${MARK}&_rsc=${MARK}` },
  { what: "the router's own query", ask: (address) => `${address}?_rsc=${MARK}`, headers: { rsc: "1" } },
  { what: "the router's own query on a page", ask: (address) => `${address}?_rsc=${MARK}` },
  { what: "the router's own query alone", ask: (address) => `${address}?_rsc`, headers: { "x-mark": MARK } },
  {
    what: "the router's own query from what is no router",
    ask: (address) => `${address}?_rsc=${MARK}`,
    headers: { rsc: "0" },
  },
  {
    what: "a query that names parts of the address",
    ask: (address) => `${address}?locale=${MARK}&nxtPslug=${MARK}`,
  },
  { what: "a part of the address by Next's own name", ask: (address) => `${address}?nxtPslug=${MARK}` },
  { what: "a part of the way by Next's own name", ask: (address) => `${address}?nxtIlocale=${MARK}` },
  { what: "a query after an encoded mark", ask: (address) => `${address}%3F${MARK}` },
  { what: "a path with a letter encoded", ask: (address) => address.replace(/([a-z])$/, encoded) },
  { what: "a path with its first letter encoded", ask: (address) => address.replace(/([a-z])/, encoded) },
  { what: "a path with steps back", ask: (address) => `/${MARK}/..${address}` },
  {
    what: "English by its prefix",
    ask: (address) => (/^\/ru(\/|$)/.test(address) ? address : `/en${address}?${MARK}`),
  },
  { what: "a policy with a nonce", headers: { "content-security-policy": `script-src 'nonce-${MARK}'` } },
  {
    what: "a policy that only reports",
    headers: { "content-security-policy-report-only": `script-src 'nonce-${MARK}'` },
  },
  { what: "another host", headers: { host: `${MARK}.example` } },
  {
    what: "a host by a proxy",
    headers: { "x-forwarded-host": `${MARK}.example`, "x-forwarded-proto": MARK },
  },
  { what: "a cookie", headers: { cookie: `language=ru; theme=${MARK}; authjs.session-token=${MARK}` } },
  { what: "a language", headers: { "accept-language": `ru, ${MARK}` } },
  { what: "an address of the router", headers: { "next-url": `/${MARK}`, rsc: "1" } },
  {
    what: "what Next tells itself",
    headers: { "x-nextjs-rewritten-query": MARK, "x-nextjs-rewritten-path": `/${MARK}` },
  },
  {
    what: "what Next's own processes tell",
    headers: { "x-matched-path": `/${MARK}`, "x-invoke-path": `/${MARK}` },
  },
  {
    what: "a middleware's word",
    headers: { "x-middleware-subrequest": MARK, "x-middleware-rewrite": `/${MARK}` },
  },
];

function encoded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

let machine: Machine;
let addresses: string[];

test.beforeAll(async () => {
  const { ids } = await ownersThings();
  addresses = [
    ...Object.values(pages).flatMap(({ path, prerendered }) =>
      prerendered ? LANGUAGES.map((language) => inLanguage(language, path(ids))) : [],
    ),
    ...[
      "/blog/no-such-article",
      "/blog/page/2",
      "/blog/feed.xml",
      "/ru/blog/feed.xml",
      "/sitemap.xml",
      "/robots.txt",
    ],
    `/blog/${ids.slug}/picture`,
  ];
  // A process of its own, so that nothing is kept of what others asked.
  machine = await startMachine({});
});
test.afterAll(() => machine.stop());

/** Has the process make every page anew at its next request. */
async function forgetAll(): Promise<void> {
  const answer = await askRaw(machine.url, "/api/revalidate", {
    method: "POST",
    headers: { authorization: `Bearer ${CRON_SECRET}`, "content-type": "application/json" },
    body: JSON.stringify({ tags: ["posts", "figures", "clients"] }),
  });
  expect(answer.status).toBe(200);
}

/** What everybody gets, as a page and as the router reads it. */
async function read(address: string) {
  const [page, data] = await Promise.all([
    askRaw(machine.url, address),
    askRaw(machine.url, address, { headers: { rsc: "1" } }),
  ]);
  return {
    status: page.status,
    text: [page, data].map((one) => JSON.stringify(one.headers) + one.body).join(),
  };
}

/** The address that a page takes itself for. */
function canonical(text: string): string | undefined {
  return /\\"c\\":\[([^\]]*)\]/.exec(text)?.[1]?.replaceAll(/[\\"]/g, "").split(",").join("/");
}

test("a page is made anew at the next request here, so that what follows tries what it says", async () => {
  for (const address of ["/blog", "/ru/blog"]) {
    await forgetAll();
    expect((await askRaw(machine.url, address)).headers["x-nextjs-cache"], address).not.toBe("HIT");
    expect((await askRaw(machine.url, address)).headers["x-nextjs-cache"], address).toBe("HIT");
  }
});

for (const { what, ask = (address: string) => address, headers = {} } of strangers) {
  test(`a page that everybody gets holds nothing of whoever had it made: ${what}`, async () => {
    await forgetAll();
    for (const address of addresses) {
      await askRaw(machine.url, ask(address), { headers });
      const { text, status } = await read(address);
      expect.soft(text, address).not.toContain(MARK);
      expect.soft(text, address).not.toContain("nonce=");
      // What the build has made takes itself for the address that next.config.ts has it at.
      const own = canonical(text)?.replace(/^\/en(?=\/(?:login|register|forgot-password)$)/, "");
      if (own !== undefined && status === 200) expect.soft(own, address).toBe(address);
    }
  });
}

test("who comes with a query is led to the page without it", async () => {
  for (const address of ["/", "/ru", "/blog", "/ru/blog/page/2"]) {
    const { status, headers } = await askRaw(machine.url, `${address}?utm_source=x`);
    expect([status, new URL(headers.location ?? "", machine.url).pathname]).toEqual([308, address]);
    expect(headers.location).not.toContain("utm");
  }
  // What sign-in is told stays, and its page is the build's.
  expect((await askRaw(machine.url, "/login?next=%2Fmailings")).status).toBe(200);
});
