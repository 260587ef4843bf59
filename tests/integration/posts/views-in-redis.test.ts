import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { flushViews } from "@/lib/posts/flush-views";
import { maintainPosts } from "@/lib/posts/maintain";
import { countView } from "@/lib/posts/views";
import { viewKeys } from "@/lib/posts/views-in-redis";
import { withOnePatience } from "@/lib/redis";
import { startRedisBridge, type RedisBridge, type RedisMood } from "@/tests/support/redis-bridge";
import { World } from "@/tests/support/world";

/** Readers are told apart day by day, and midnight may come between two views. */
const TODAY = new Date();
const BROWSER = "Mozilla/5.0 (X11; Linux) Firefox/140.0";

let world: World;
let redis: RedisBridge;
/** The clock of waiting, in milliseconds, stands: Redis is left alone for a while after a failure. */
let now = 0;

beforeAll(async () => {
  [world, redis] = await Promise.all([World.create(), startRedisBridge(inject("redisServer"))]);
  process.env.UPSTASH_REDIS_REST_URL = redis.url;
  process.env.UPSTASH_REDIS_REST_TOKEN = redis.token;
  forgetEnv();
});
beforeEach(async () => {
  redis.mood = "well";
  await redis.forget();
  redis.commands.length = 0;
  await world.db.viewBatch.deleteMany();
  now += 60_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.spyOn(console, "error").mockReturnValue();
  waitForEver();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  delete process.env.UPSTASH_REDIS_REST_URL;
  delete process.env.UPSTASH_REDIS_REST_TOKEN;
  forgetEnv();
  await Promise.all([world.close(), redis.close()]);
});

it("a view waits in Redis, once per reader and half hour, and the figure shown counts it", async () => {
  const post = await published();
  await Promise.all(Array.from({ length: 8 }, () => view(post.slug, "192.0.2.7")));
  expect(await view(post.slug, "192.0.2.7")).toBe(1);
  expect(await view(post.slug, "192.0.2.8")).toBe(2);
  expect(await stored(post.id)).toBe(0);
  expect(await world.db.postReader.count({ where: { postId: post.id } })).toBe(0);
  const [seen = ""] = (await redis.keys()).filter((key) => key.includes(":seen:"));
  const [left, given] = [Number(await redis.ask("TTL", seen)), redis.commands.at(-1)?.at(-1)];
  expect(given).toBe("1800");
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(1_800);
  expect(JSON.stringify(redis.commands)).not.toContain("192.0.2.");
  // The half hour is over.
  await Promise.all(
    (await redis.keys()).filter((key) => key.includes(":seen:")).map((key) => redis.ask("DEL", key)),
  );
  expect(await view(post.slug, "192.0.2.7")).toBe(3);
  expect(console.error).not.toHaveBeenCalled();
});

it("a draft, and what is not there, are counted nowhere", async () => {
  const draft = await published({ status: "draft", publishedAt: null });
  expect(await view(draft.slug, "192.0.2.7")).toBeNull();
  expect(await view("no-such-article", "192.0.2.7")).toBeNull();
  expect(await redis.keys()).toEqual([]);
});

it("a flush adds what waits, writes no time of change, and leaves nothing behind", async () => {
  const [one, two] = [await published(), await published()];
  for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) await view(one.slug, address);
  await view(two.slug, "192.0.2.1");
  // Deleted while its views wait.
  const gone = await published();
  await view(gone.slug, "192.0.2.1");
  await world.db.post.delete({ where: { id: gone.id } });

  const complaints = vi.fn();
  await maintainPosts(complaints);
  expect(complaints).not.toHaveBeenCalled();
  expect([await stored(one.id), await stored(two.id)]).toEqual([3, 1]);
  expect(await world.db.post.findUniqueOrThrow({ where: { id: one.id } })).toMatchObject({
    updatedAt: one.updatedAt,
  });
  expect((await redis.keys()).filter((key) => !key.includes(":seen:"))).toEqual([]);
  // Whoever was counted is still known.
  expect(await view(one.slug, "192.0.2.1")).toBe(3);
  await flushViews();
  expect(await stored(one.id)).toBe(3);
});

describe("a flush that dies", () => {
  const points = {
    "before its batch is taken": { mood: "cuts off", at: "takes" },
    "when its batch is taken": { mood: "does it and cuts off", at: "takes" },
    "when the database has its batch": { mood: "cuts off", at: "forgets" },
    "when Redis has forgotten its batch": { mood: "does it and cuts off", at: "forgets" },
  } as const satisfies Record<string, { mood: RedisMood; at: string }>;

  it.each(Object.entries(points))(
    "%s: nothing is lost, nothing doubled, and the figure shown is right",
    async (_, { mood, at }) => {
      const post = await published();
      await view(post.slug, "192.0.2.1");
      await view(post.slug, "192.0.2.2");
      redis.mood = (command) => (isFlush(command) && takes(command) === (at === "takes") ? mood : "well");
      await expect(flushViews()).rejects.toThrow();
      redis.mood = "well";
      expect(await view(post.slug, "192.0.2.2")).toBe(2);
      // The next batch waits already.
      expect(await view(post.slug, "192.0.2.3")).toBe(3);
      await flushViews();
      expect(await stored(post.id)).toBe(3);
      expect(await view(post.slug, "192.0.2.3")).toBe(3);
      await flushViews();
      expect(await stored(post.id)).toBe(3);
    },
  );

  it("because the database does not take it: it waits, under its id", async () => {
    const post = await published();
    await view(post.slug, "192.0.2.1");
    await world.db.$executeRaw`ALTER TABLE view_batches RENAME TO away`;
    await expect(flushViews()).rejects.toThrow();
    await world.db.$executeRaw`ALTER TABLE away RENAME TO view_batches`;
    expect(await redis.keys()).toContain(viewKeys().onTheirWay);
    expect(Number(await redis.ask("PTTL", viewKeys().onTheirWay))).toBeGreaterThan(6 * 24 * 3_600_000);
    await flushViews();
    expect(await stored(post.id)).toBe(1);
  });
});

it("flushes that race, while readers come, add each view once", async () => {
  const post = await published();
  const readers = Array.from({ length: 40 }, (_, n) => `198.51.100.${n}`);
  const shown = await Promise.all(
    readers.flatMap((address, n) => [
      view(post.slug, address),
      ...(n % 4 === 0 ? [flushViews().then(() => 1)] : []),
    ]),
  );
  expect(Math.max(...shown.map(Number))).toBeLessThanOrEqual(40);
  expect(await view(post.slug, "198.51.100.0")).toBe(40);
  await flushViews();
  expect(await stored(post.id)).toBe(40);
});

it("a batch that comes back after it was added, as from an older copy of Redis's data, is not added again", async () => {
  const post = await published();
  await view(post.slug, "192.0.2.1");
  const id = String(await redis.ask("HGET", viewKeys().pending, "id"));
  await flushViews();
  for (const key of [viewKeys().onTheirWay, viewKeys().pending]) {
    await redis.ask("HSET", key, "id", id, post.id, "1");
    expect(await view(post.slug, "192.0.2.1")).toBe(1);
    await flushViews();
    expect(await stored(post.id)).toBe(1);
  }
});

it("a Redis that loses its data loses what waited, and no more", async () => {
  const post = await published();
  await view(post.slug, "192.0.2.1");
  await flushViews();
  await view(post.slug, "192.0.2.2");
  await redis.forget();
  expect(await view(post.slug, "192.0.2.3")).toBe(2);
  await flushViews();
  expect(await stored(post.id)).toBe(2);
});

it("what is no count in Redis is in nobody's way", async () => {
  const post = await published();
  await view(post.slug, "192.0.2.1");
  await redis.ask("HSET", viewKeys().pending, "no article", "3", randomUUID(), "many");
  await flushViews();
  expect(await stored(post.id)).toBe(1);
  expect(await redis.keys()).not.toContain(viewKeys().onTheirWay);
});

const failures = [
  "hangs",
  "hangs after its headers",
  "refuses",
  "breaks",
  "is full",
  "is a page",
  "answers nothing",
  "answers words",
  "is empty",
  "cuts off",
  "cuts the body off",
] as const satisfies RedisMood[];

describe.each(failures)("a Redis that %s", (mood) => {
  it("is left alone: the database counts, and Redis is asked again after a while", async () => {
    const post = await published();
    // Connected, so that 300 ms are enough for a question to arrive.
    await view((await published()).slug, "192.0.2.9");
    redis.commands.length = 0;
    vi.mocked(AbortSignal.timeout).mockRestore();
    redis.mood = mood;
    expect(await withOnePatience(() => view(post.slug, "192.0.2.1"))).toBe(1);
    expect(await view(post.slug, "192.0.2.1")).toBe(1);
    expect(await view(post.slug, "192.0.2.2")).toBe(2);
    expect(redis.commands).toHaveLength(1);
    expect(await stored(post.id)).toBe(2);
    const complaints = vi.fn();
    await maintainPosts(complaints);
    expect(complaints.mock.calls.map(([message]) => message as unknown)).toEqual([
      "views of articles still wait in Redis",
    ]);
    redis.mood = "well";
    waitForEver();
    now += 31_000;
    expect(await view(post.slug, "192.0.2.3")).toBe(3);
    expect(await stored(post.id)).toBe(2);
  });
});

it("a Redis whose answer comes too late counts at most that one view beside the database", async () => {
  const post = await published();
  vi.mocked(AbortSignal.timeout).mockRestore();
  redis.mood = "is slow";
  for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) await view(post.slug, address);
  expect(await stored(post.id)).toBe(3);
  expect(redis.commands).toHaveLength(1);
  redis.mood = "well";
  waitForEver();
  // It has done by then what it was told.
  await vi.waitFor(async () => expect(await redis.keys()).toContain(viewKeys().pending), { timeout: 30_000 });
  await flushViews();
  expect(await stored(post.id)).toBe(4);
});

it("is waited for 300 ms a view", async () => {
  const post = await published();
  await view(post.slug, "192.0.2.1");
  expect(vi.mocked(AbortSignal.timeout).mock.calls).toEqual([[300]]);
});

/** A Redis that answers well is not taken for a slow one where the machine is. */
function waitForEver(): void {
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => new AbortController().signal);
}

/** The two steps of a flush are scripts of one key and of two; a view's has three. */
function isFlush([name = "", , keys]: readonly string[]): boolean {
  return name.startsWith("eval") && keys !== "3";
}

function takes([, , keys]: readonly string[]): boolean {
  return keys === "2";
}

function view(slug: string, address: string): Promise<number | null> {
  return countView(slug, { address, userAgent: BROWSER, now: TODAY });
}

async function stored(id: string): Promise<number> {
  return (await world.db.post.findUniqueOrThrow({ where: { id }, select: { views: true } })).views;
}

async function published(state: { status: "draft"; publishedAt: null } | null = null) {
  const { id: authorId } = await world.user("content_manager");
  return world.db.post.create({
    data: {
      authorId,
      slug: randomUUID(),
      language: "en",
      title: "News",
      body: "<p>News</p>",
      ...(state ?? { status: "published", publishedAt: new Date(Date.now() - 60_000) }),
    },
  });
}
