import { randomUUID } from "node:crypto";
import { Redis } from "@upstash/redis";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { CachedPage, CachedRead, CachedValue } from "@/lib/cache/handler/cached-value";
import { PageCache } from "@/lib/cache/handler/page-cache";
import { redisPages } from "@/lib/cache/handler/redis-pages";
import { startRedisBridge, type RedisBridge, type RedisMood } from "@/tests/support/redis-bridge";

const PATIENCE_MS = 300;
const PAUSE_MS = 50;
/** For what comes at all: a machine may stand still for seconds. */
const IN_TIME = { timeout: 20_000 };

let bridge: RedisBridge;
let reported: unknown[];
let deployment: string;

beforeEach(async () => {
  bridge = await startRedisBridge(inject("redisServer"));
  reported = [];
  deployment = randomUUID();
});
afterEach(() => bridge.close());

/** The cache of a process on a machine of its own, whose build has its own pages. */
function machine(contents = "a build"): PageCache {
  const client = new Redis({
    url: bridge.url,
    token: bridge.token,
    retry: { retries: 0 },
    // A Redis that answers well is not taken for a slow one where the machine is.
    signal: () => (bridge.mood === "well" ? new AbortController().signal : AbortSignal.timeout(PATIENCE_MS)),
    enableAutoPipelining: false,
  });
  return new PageCache({
    shared: redisPages(client, { deployment, contents }, (ask) => ask()),
    report: (error) => reported.push(error),
    pauseMs: PAUSE_MS,
  });
}

function page(html: string, ...tags: string[]): CachedPage {
  return {
    kind: "APP_PAGE",
    html,
    rscData: Buffer.from([0xff, 0, 0x80]),
    segmentData: new Map([["/_tree", Buffer.from("tree")]]),
    headers: { "x-next-cache-tags": ["_N_T_/layout", ...tags].join(",") },
    status: 200,
  };
}

function read(body: string): CachedRead {
  return { kind: "FETCH", data: { headers: {}, body, url: "", status: 200 }, revalidate: 60 };
}

/** What a request for a page is answered: what is cached, else `made`, which is cached from then on. */
async function answer(cache: PageCache, key: string, made: CachedValue): Promise<CachedValue> {
  const visit = cache.visit();
  const cached = await visit.get(key, []);
  if (cached !== null) return cached.value;
  visit.set(key, made, [], { revalidate: 60 });
  return made;
}

/** Until so many pages are in Redis: nobody waits for their writing. */
async function shared(count: number): Promise<void> {
  await expect
    .poll(async () => (await bridge.keys()).filter((key) => key.includes(":entry:")).length, IN_TIME)
    .toBe(count);
}

const first = page("<p>first</p>", "posts");
const second = page("<p>second</p>", "posts");

describe("machines that share a Redis", () => {
  it("show each other's pages, byte for byte, for as long as nothing of them is refreshed", async () => {
    const [one, other] = [machine(), machine()];
    await answer(one, "/blog", first);
    await shared(1);
    expect(await answer(other, "/blog", second)).toEqual(first);
    await one.refresh(["home"]);
    expect(await answer(other, "/blog", second)).toEqual(first);
  });

  it("make a page anew at the very next request after any of them has refreshed one of its tags", async () => {
    const [one, other] = [machine(), machine()];
    await answer(one, "/blog", first);
    await shared(1);
    await answer(other, "/blog", second);
    await other.refresh(["posts"]);
    const third = page("<p>third</p>", "posts");
    expect(await answer(one, "/blog", third)).toEqual(third);
    await shared(1);
    expect(await answer(other, "/blog", second)).toEqual(third);
  });

  it("keep nothing that was begun before a refresh and is finished after it", async () => {
    const [one, other] = [machine(), machine()];
    const visit = one.visit();
    await visit.get("/blog", []);
    await other.refresh(["posts"]);
    visit.set("/blog", first, [], undefined);
    await shared(1);
    expect(await answer(one, "/blog", second)).toEqual(second);
    expect(await answer(machine(), "/blog", page("<p>fourth</p>"))).not.toEqual(first);
  });

  it("tell builds apart whose pages differ, and what was refreshed they tell each other all the same", async () => {
    const [old, young] = [machine("a build"), machine("another build")];
    await answer(old, "/blog", first);
    await shared(1);
    expect(await answer(young, "/blog", second)).toEqual(second);
    await young.refresh(["posts"]);
    expect(await answer(old, "/blog", page("<p>new</p>"))).toEqual(page("<p>new</p>"));
  });

  it("share owners' reads, by the tags of who asks", async () => {
    const [one, other] = [machine(), machine()];
    const visit = one.visit();
    await visit.get("read", ["mailings:1"]);
    visit.set("read", read("[1]"), ["mailings:1"], undefined);
    await shared(1);
    expect((await other.visit().get("read", ["mailings:1"]))?.value).toEqual(read("[1]"));
    await one.refresh(["mailings:1"]);
    expect(await other.visit().get("read", ["mailings:1"])).toBeNull();
    expect(await one.visit().get("read", ["mailings:1"])).toBeNull();
  });

  it("put no address that there is not into Redis, and nothing that is read as nothing", async () => {
    const cache = machine();
    await answer(cache, "/blog/nothing", { ...first, status: 404 });
    await answer(cache, "read", read("null"));
    await answer(cache, "/blog", first);
    await shared(1);
  });

  it("ask Redis one small thing for a page that they have, however many requests wait", async () => {
    const cache = machine();
    await answer(cache, "/blog", first);
    await shared(1);
    bridge.commands.length = 0;
    await Promise.all(Array.from({ length: 50 }, () => answer(cache, "/blog", second)));
    expect(bridge.commands.length).toBeLessThanOrEqual(2);
    expect(bridge.commands.every(([name]) => name?.toLowerCase() === "get")).toBe(true);
  });

  it.each(["all of it", "the version", "the tags"])(
    "show nothing old after Redis has lost %s",
    async (what) => {
      const [one, other] = [machine(), machine()];
      await one.refresh(["posts"]);
      await answer(one, "/blog", first);
      await shared(1);
      await answer(other, "/blog", first);
      if (what === "all of it") await bridge.forget();
      else
        for (const key of await bridge.keys())
          if (key.endsWith(what.split(" ")[1] ?? "")) await bridge.ask("DEL", key);
      await one.refresh(["posts"]);
      expect(await answer(other, "/blog", second)).toEqual(second);
      expect(reported).toEqual([]);
    },
  );
});

const MOODS: RedisMood[] = [
  "hangs",
  "hangs after its headers",
  "is slow",
  "refuses",
  "breaks",
  "is a page",
  "answers nothing",
  "answers words",
  "is empty",
  "cuts off",
  "cuts the body off",
];

describe.each(MOODS)("a Redis that %s", (mood) => {
  it("keeps no page back, is waited for once, and when it is back nothing old is shown", async () => {
    const [one, other] = [machine(), machine()];
    await answer(one, "/blog", first);
    await shared(1);
    await answer(other, "/blog", first);
    bridge.mood = mood;
    const asked = bridge.commands.length;
    // Its own page, which is younger than a minute, and one that it has to make.
    expect(await answer(one, "/blog", second)).toEqual(first);
    expect(await answer(one, "/blog/2", second)).toEqual(second);
    expect(await answer(one, "/blog/2", first)).toEqual(second);
    expect(bridge.commands.length - asked).toBeLessThanOrEqual(2);
    expect(reported).toHaveLength(1);
    // Its own refreshes it knows without anybody.
    await one.refresh(["posts"]);
    expect(await answer(one, "/blog", second)).toEqual(second);
    bridge.mood = "well";
    const third = page("<p>third</p>", "posts");
    await expect.poll(() => answer(other, "/blog", third), IN_TIME).toEqual(third);
    expect(await answer(machine(), "/blog", third)).toEqual(third);
  });
});

describe("a Redis that is full", () => {
  it("keeps no page back, and when there is room again all know what was refreshed meanwhile", async () => {
    const [one, other] = [machine(), machine()];
    await answer(one, "/blog", first);
    await shared(1);
    await answer(other, "/blog", first);
    bridge.mood = "is full";
    expect(await answer(one, "/blog", second)).toEqual(first);
    await one.refresh(["posts"]);
    expect(await answer(one, "/blog", second)).toEqual(second);
    bridge.mood = "well";
    const third = page("<p>third</p>", "posts");
    await expect.poll(() => answer(other, "/blog", third), IN_TIME).toEqual(third);
  });
});

it.each(["z:", "words", "z:bm90IHppcHBlZA=="])("%s under a page's key in Redis is no page", async (text) => {
  await answer(machine(), "/blog", first);
  await shared(1);
  const key = (await bridge.keys()).find((one) => one.includes(":entry:")) ?? "";
  await bridge.ask("HSET", key, "text", text);
  expect(await answer(machine(), "/blog", second)).toEqual(second);
});
