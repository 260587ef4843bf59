import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { LARGEST_ACTION } from "@/lib/actions/largest-action";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { BEGINNING_OF_FILE, LARGEST_CHOICE, LARGEST_OPTIONS, PART_SIZE } from "@/lib/recipients/schema";
import { CRON_SECRET, startMachine, type Machine } from "@/tests/e2e/support/machines";
import { pages } from "@/tests/e2e/support/rights";
import {
  closeSessions,
  openSessions,
  ownersThings,
  type Sessions,
  type Things,
} from "@/tests/e2e/support/sessions";
import { setting } from "@/tests/e2e/support/setting";
import type { Who } from "@/tests/support/everyone";
import { inProject, sourceFiles } from "@/tests/support/source-files";

/** What a route takes: so many bytes from somebody who may send them, and what it says to as many of no use. */
interface Bound {
  readonly path: string;
  readonly most: number;
  readonly headers: Record<string, string>;
  readonly who?: Who;
  readonly useless: number;
}

/** None of the body is read. */
const NOTHING = "nothing";

const image = (path: string, who: Who): Bound => ({
  ...{ path, who, most: LARGEST_UPLOAD, headers: { "content-type": "image/png" }, useless: 415 },
});

/** A file without an address is answered with what is wrong with it. */
const csv = (path: string, most: number): Bound => ({
  ...{ path, most, who: "owner", headers: { "content-type": "text/csv" }, useless: 200 },
});

/** JSON, which so many letters are none of. */
const options = (path: string): Bound => ({
  ...{ path, most: LARGEST_OPTIONS, who: "owner", headers: { "content-type": "application/json" } },
  useless: 400,
});

/** Every file with a route, by what it takes. */
const routes: Record<string, Bound | ((ids: Things["ids"]) => string) | typeof NOTHING> = {
  "app/[locale]/(blog)/blog/[slug]/picture/route.ts": NOTHING,
  "app/[locale]/(blog)/blog/feed.xml/route.ts": NOTHING,
  "app/api/[...missing]/route.ts": () => "/api/none",
  "app/api/attempts/[id]/export/route.ts": NOTHING,
  "app/api/attempts/export/route.ts": NOTHING,
  "app/api/auth/[...nextauth]/route.ts": {
    ...{ path: "/api/auth/signout", most: 16_384, useless: 302 },
    headers: { "content-type": "application/x-www-form-urlencoded" },
  },
  "app/api/cron/mailings/route.ts": () => "/api/cron/mailings",
  "app/api/health/route.ts": NOTHING,
  "app/api/images/[id]/route.ts": NOTHING,
  "app/api/images/article/route.ts": image("/api/images/article", "content manager"),
  "app/api/images/avatar/route.ts": image("/api/images/avatar", "content manager"),
  "app/api/images/cover/route.ts": image("/api/images/cover", "content manager"),
  "app/api/images/message/route.ts": image("/api/images/message", "owner"),
  "app/api/jobs/route.ts": NOTHING,
  "app/api/mailings/[id]/progress/route.ts": NOTHING,
  "app/api/overview/running/route.ts": NOTHING,
  "app/api/palette/route.ts": NOTHING,
  "app/api/posts/[slug]/views/route.ts": ({ slug }) => `/api/posts/${slug}/views`,
  "app/api/reports/deliveries/route.ts": NOTHING,
  "app/api/reports/export/route.ts": NOTHING,
  "app/api/recipients/[id]/data/route.ts": NOTHING,
  "app/api/recipients/export/route.ts": {
    ...{ path: "/api/recipients/export", most: LARGEST_CHOICE, who: "owner", useless: 400 },
    headers: { "content-type": "application/x-www-form-urlencoded" },
  },
  "app/api/recipients/imports/[id]/invalid-rows/route.ts": NOTHING,
  "app/api/recipients/imports/[id]/report/route.ts": NOTHING,
  "app/api/recipients/inspect/route.ts": csv("/api/recipients/inspect", BEGINNING_OF_FILE),
  "app/api/recipients/uploads/[id]/import/route.ts": options("/api/recipients/uploads/none/import"),
  "app/api/recipients/uploads/[id]/suppress/route.ts": options("/api/recipients/uploads/none/suppress"),
  "app/api/recipients/uploads/[id]/parts/[number]/route.ts": {
    ...csv("/api/recipients/uploads/none/parts/0", PART_SIZE),
    useless: 404,
  },
  "app/api/recipients/uploads/route.ts": options("/api/recipients/uploads"),
  "app/api/revalidate/route.ts": {
    ...{ path: "/api/revalidate", most: 200_000, useless: 400 },
    headers: { authorization: `Bearer ${CRON_SECRET}` },
  },
  "app/api/session/route.ts": NOTHING,
  "app/api/unsubscribe/[token]/route.ts": () => "/api/unsubscribe/none",
  "app/view/[token]/route.ts": NOTHING,
  "app/api/webhooks/resend/route.ts": {
    ...{ path: "/api/webhooks/resend", most: 256_000, useless: 401 },
    headers: {},
  },
};

let sessions: Sessions;
let things: Things;
let machine: Machine;

test.beforeAll(async () => {
  things = await ownersThings();
  sessions = await openSessions();
  // With secrets that are known here, which two of the routes ask for before they read.
  machine = await startMachine({ RESEND_WEBHOOK_SECRET: `whsec_${btoa("secret of the tests' webhook")}` });
});
test.afterAll(async () => {
  await closeSessions(sessions);
  await machine.stop();
});

/** @returns the status of an answer to that many bytes, whose number is said before or not at all */
async function send(url: string, bytes: number, headers: Record<string, string>, isSaid: boolean) {
  const body = Buffer.alloc(bytes, "a");
  const answer = await fetch(url, {
    method: "POST",
    headers,
    redirect: "manual",
    ...(isSaid ? { body } : { body: new Blob([body]).stream(), duplex: "half" }),
  });
  return { status: answer.status, text: await answer.text() };
}

async function cookieOf(who: Who): Promise<string> {
  const { cookies } = await sessions[who].storageState();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

test("every route is one of these", () => {
  const files = sourceFiles("app").filter((file) => /\/route\.tsx?$/.test(file));
  expect(Object.keys(routes).toSorted()).toEqual(files);
});

for (const [file, bound] of Object.entries(routes)) {
  if (bound === NOTHING) {
    test(`${file} takes nothing: it is there to be read alone`, () => {
      expect(readFileSync(inProject(file), "utf8")).not.toMatch(/\b(?:POST|PUT|PATCH|DELETE)\b/);
    });
  } else if (typeof bound === "function") {
    test(`${file} answers what it answers to nothing, whatever is sent along`, async () => {
      const url = setting.E2E_URL + bound(things.ids);
      const { status } = await send(url, 0, {}, true);
      for (const isSaid of [true, false])
        expect((await send(url, 12_000_000, {}, isSaid)).status).toBe(status);
    });
  } else {
    const { path, most, useless, who = "visitor" } = bound;
    test(`${file} takes ${most} bytes and refuses one more`, async () => {
      const headers = { ...bound.headers, cookie: await cookieOf(who) };
      const isOfMachine = /revalidate|webhooks/.test(file);
      const url = (isOfMachine ? machine.url : setting.E2E_URL) + path;
      for (const isSaid of [true, false]) {
        expect((await send(url, most + 1, headers, isSaid)).status).toBe(413);
        // More than Next keeps of it.
        expect((await send(url, 12_000_000, headers, isSaid)).status).toBe(413);
        expect((await send(url, most, headers, isSaid)).status).toBe(useless);
      }
    });
  }
}

test("an action takes a megabyte and refuses one byte more, on whatever page", async () => {
  const cookie = await cookieOf("admin");
  const ways: Record<string, string>[] = [
    { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" },
    { "next-action": "0".repeat(42), "content-type": "multipart/form-data; boundary=x" },
    { "content-type": "multipart/form-data; boundary=x" },
    { "content-type": "application/x-www-form-urlencoded" },
  ];
  for (const [name, { path }] of Object.entries(pages)) {
    for (const [number, way] of ways.entries()) {
      const headers = { cookie, ...way };
      const answer = await send(
        setting.E2E_URL + path(things.ids),
        LARGEST_ACTION + 1,
        headers,
        number % 2 === 0,
      );
      expect.soft(answer, `${name}, ${JSON.stringify(way)}`).toEqual({
        ...{ status: 413, text: "This is more than can be sent at once.\n" },
      });
    }
  }
});

test("what is sent as an action is read as far as its limit, and is none", async () => {
  const headers = { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" };
  for (const path of ["/login", "/unsubscribe/none"]) {
    const { status } = await send(setting.E2E_URL + path, LARGEST_ACTION, headers, true);
    expect([path, status]).toEqual([path, 400]);
    for (const isSaid of [true, false])
      expect((await send(setting.E2E_URL + path, 12_000_000, headers, isSaid)).status).toBe(413);
  }
});
