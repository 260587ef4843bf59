import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { sharesInRedis } from "@/lib/engine-host/send-share";
import { SharedSendRate, type AskShare } from "@/lib/engine-host/shared-send-rate";
import { startRedisBridge, type RedisBridge, type RedisMood } from "@/tests/support/redis-bridge";
import { TIME_TO_PLAN, World } from "@/tests/support/world";

const LIMIT = 20;
const FOREVER = Number.MAX_SAFE_INTEGER;

let world: World;
let redis: RedisBridge;

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

it("two engines keep one account's limit together, and both get on", async () => {
  waitForEver();
  const owner = await world.user();
  const mailing = await world.mailing({ owner, recipients: 8_000 });
  await planAll();
  world.provider.rateLimit(LIMIT);
  const account = randomUUID();
  const report = vi.fn();
  const engines = [account, account].map((name) =>
    world.engine({
      requestsPerSecond: LIMIT,
      newRate: (perSecond) => new SharedSendRate(perSecond, shares(name), report),
      report,
    }),
  );
  const reports = await Promise.all(engines.map((engine) => world.tick(engine)));
  vi.restoreAllMocks();

  expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 8_000 });
  // Apart they would take turns at being refused: some twenty each second.
  const refused = world.provider.requests.filter(({ status }) => status === 429).length;
  expect(refused).toBeLessThanOrEqual(3);
  for (const { accepted } of reports) expect(accepted).toBeGreaterThanOrEqual(1_500);
  expect(report).not.toHaveBeenCalled();
  // A question a second each, and some while they find each other.
  expect(redis.commands.length).toBeLessThan(world.provider.requests.length / 2);
  expect(await redis.keys()).toEqual([`posthorn:send-rate:${account}`]);
});

it("whoever asks has all of it, or what is left, in whole requests; the limit and a hold are everybody's", async () => {
  waitForEver();
  for (let tries = 1; ; tries += 1) {
    const begun = performance.now();
    try {
      await askInTurn();
      return;
    } catch (error) {
      // Shares hold for two seconds: a machine that stood still between the questions has told nothing.
      if (tries === 5 || performance.now() - begun < 1_500) throw error;
    }
  }
});

/** Two processes of a new account ask for their shares. */
async function askInTurn(): Promise<void> {
  const ask = shares(randomUUID());
  const wish = { limit: 10, heard: false, heldOff: 0 };
  expect(await ask({ ...wish, process: "a" })).toEqual({ share: 10, limit: 10, heldOff: 0 });
  // What the first has holds on; its part shrinks when it asks again.
  expect(await ask({ ...wish, process: "b" })).toMatchObject({ share: 0 });
  expect(await ask({ ...wish, process: "a" })).toMatchObject({ share: 5 });
  expect(await ask({ ...wish, process: "a", limit: 7, heard: true, heldOff: 60_000 })).toMatchObject({
    limit: 7,
  });
  const held = await ask({ ...wish, process: "b" });
  expect(held.limit).toBe(7);
  expect(held.heldOff).toBeGreaterThan(50_000);
  expect(held.heldOff).toBeLessThanOrEqual(60_000);
}

const failures = [
  "hangs",
  "hangs after its headers",
  "is slow",
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
  it("is asked once, for 300 ms at most, and then left alone for a while: sending goes on by the whole limit", async () => {
    // Connected, so that 300 ms are enough for a question to arrive.
    waitForEver();
    await shares(randomUUID())({ process: "a", limit: LIMIT, heard: false, heldOff: 0 });
    vi.restoreAllMocks();
    redis.commands.length = 0;
    const timeouts = vi.spyOn(AbortSignal, "timeout");
    const report = vi.fn();
    redis.mood = mood;
    const rate = new SharedSendRate(10_000, shares(randomUUID()), report);
    const places = await Promise.all(Array.from({ length: 50 }, () => rate.take(FOREVER)));
    expect(places).not.toContain(null);
    expect(await rate.depart()).not.toBeNull();
    expect(redis.commands).toHaveLength(1);
    expect(timeouts.mock.calls).toEqual([[300]]);
    expect(report).toHaveBeenCalledOnce();
  });
});

it("a process shares only where Redis is configured", async () => {
  delete process.env.UPSTASH_REDIS_REST_URL;
  delete process.env.UPSTASH_REDIS_REST_TOKEN;
  forgetEnv();
  vi.resetModules();
  const { sharesInRedis: sharesAnew } = await import("@/lib/engine-host/send-share");
  expect(sharesAnew("account")).toBeNull();
  process.env.UPSTASH_REDIS_REST_URL = redis.url;
  process.env.UPSTASH_REDIS_REST_TOKEN = redis.token;
  forgetEnv();
});

/** A busy machine is no slow Redis. */
function waitForEver(): void {
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => new AbortController().signal);
}

/** Ticks that end before a request would fit: they plan and send nothing. */
async function planAll(): Promise<void> {
  const planner = world.engine({ settings: { chunk: 10_000 } });
  for (let planned = 0; planned < 8_000;) planned += (await world.tick(planner, TIME_TO_PLAN)).planned;
  expect(world.provider.requests).toEqual([]);
}

function shares(account: string): AskShare {
  const ask = sharesInRedis(account);
  if (ask === null) throw new Error("Redis is not configured.");
  return ask;
}
