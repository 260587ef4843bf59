import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { hashPassword } from "@/lib/auth/password";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { forgetEnv } from "@/lib/env";
import { forgetUses, takeUse } from "@/lib/security/rate-limits";
import { callerFrom } from "@/tests/support/caller";
import { startRedisBridge, type RedisBridge, type RedisMood } from "@/tests/support/redis-bridge";
import { World } from "@/tests/support/world";

const PASSWORD = "correct horse battery";
const LONGEST_WAIT_MS = 300;
const QUARTER_HOUR_MS = 900_000;

let world: World;
let redis: RedisBridge;
let passwordHash: string;

beforeAll(async () => {
  [world, redis] = await Promise.all([World.create(), startRedisBridge(inject("redisServer"))]);
  passwordHash = await hashPassword(PASSWORD);
  process.env.UPSTASH_REDIS_REST_URL = redis.url;
  process.env.UPSTASH_REDIS_REST_TOKEN = redis.token;
  forgetEnv();
  // The script of the limits comes with the first question, by its hash afterwards.
  await takeUse("presentPassword", randomUUID());
});
beforeEach(async () => {
  redis.mood = "well";
  await redis.forget();
  redis.commands.length = 0;
  vi.spyOn(console, "error").mockReturnValue();
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

describe("rate limits where Redis is configured", () => {
  beforeEach(() => {
    standStill();
    // Uses are counted by windows of five and fifteen minutes of the clock: between two of them the counts would be split.
    vi.spyOn(Date, "now").mockReturnValue((Math.floor(Date.now() / QUARTER_HOUR_MS) + 0.5) * QUARTER_HOUR_MS);
  });

  it("count in it, under keys that name nobody, and a success forgets an account's failures", async () => {
    const email = await account();
    const from = address();
    for (let n = 0; n < 9; n += 1) expect(await signIn(email, "nope", from)).toMatchObject({ code: "wrong" });
    expect(await counts()).toEqual([9, 9, 9]);
    expect(JSON.stringify(redis.commands)).not.toMatch(new RegExp(`${email}|${from}`));
    expect(await signIn(email, PASSWORD, from)).toMatchObject({ ok: true });
    // What is left is the address's own count of what was refused.
    expect(await counts()).toEqual([9]);
    expect(console.error).not.toHaveBeenCalled();
  });

  it("are those of all machines: what another used up is used up here, and what it forgot is free again", async () => {
    const key = randomUUID();
    for (let n = 0; n < 10; n += 1) await takeUse("presentPassword", key);
    expect(await takeUse("presentPassword", key)).toMatchObject({ ok: false });
    // Another machine's sign-in forgets; this one must not remember its own refusal.
    await redis.forget();
    expect(await takeUse("presentPassword", key)).toEqual({ ok: true });
    for (let n = 0; n < 10; n += 1) await takeUse("presentPassword", key);
    await forgetUses("presentPassword", key);
    expect(await takeUse("presentPassword", key)).toEqual({ ok: true });
  });
});

const failures = [
  "hangs",
  "hangs after its headers",
  "refuses",
  "breaks",
  "is a page",
  "is full",
  "answers nothing",
  "answers words",
  "is empty",
  "cuts off",
  "cuts the body off",
] as const satisfies RedisMood[];

describe.each(failures)("a Redis that %s", (mood) => {
  beforeEach(() => {
    redis.mood = mood;
  });

  it("keeps nobody out who has the password, and lets nobody in who has not", async () => {
    const email = await account();
    const from = address();
    expect(await signIn(email, "nope", from)).toEqual({ ok: false, code: "wrong" });
    expect(await signIn(email, PASSWORD, from)).toMatchObject({ ok: true });
    expect(redis.commands).not.toEqual([]);
  });

  it("lets nobody guess on: this process counts", async () => {
    const key = randomUUID();
    const taken = await Promise.all(Array.from({ length: 11 }, () => takeUse("presentPassword", key)));
    expect(taken.filter(({ ok }) => ok)).toHaveLength(10);
    expect(await takeUse("presentPassword", key)).toMatchObject({
      ok: false,
      retryAfterSeconds: expect.any(Number),
    });
    await forgetUses("presentPassword", key);
    expect(await takeUse("presentPassword", key)).toEqual({ ok: true });
  });
});

it("a Redis where nobody listens neither keeps out nor lets in", async () => {
  const gone = await startRedisBridge(inject("redisServer"));
  await gone.close();
  process.env.UPSTASH_REDIS_REST_URL = gone.url;
  forgetEnv();
  vi.resetModules();
  const { signInWithPassword: signInAnew } = await import("@/lib/auth/sign-in");
  const email = await account();
  expect(await signInAnew({ email, password: "nope" }, callerFrom(address()))).toEqual({
    ok: false,
    code: "wrong",
  });
  expect(await signInAnew({ email, password: PASSWORD }, callerFrom(address()))).toMatchObject({ ok: true });
  process.env.UPSTASH_REDIS_REST_URL = redis.url;
  forgetEnv();
});

describe("how long is waited for Redis", () => {
  it("is 300 ms a question, by the signal that goes with the request", async () => {
    const timeouts = vi.spyOn(AbortSignal, "timeout");
    const requests = vi.spyOn(globalThis, "fetch");
    await takeUse("presentPassword", randomUUID());
    expect(timeouts.mock.calls).toEqual([[LONGEST_WAIT_MS]]);
    expect(requests.mock.calls.map(([, init]) => init?.signal)).toEqual(
      timeouts.mock.results.map(({ value }) => value as unknown),
    );
  });

  it("is 300 ms a sign-in, all its questions together: each waits for what those before it have left over", async () => {
    const timeouts = standStill(50);
    expect(await signIn(await account(), PASSWORD, address())).toMatchObject({ ok: true });
    expect(timeouts.mock.calls).toEqual([[300], [250], [200], [150], [100], [50]]);
    expect(redis.commands).toHaveLength(6);
  });

  it("is over once a sign-in's patience is: a slow Redis is asked nothing more, and this process counts", async () => {
    const timeouts = standStill(160);
    const email = await account();
    expect(await signIn(email, "nope", address())).toEqual({ ok: false, code: "wrong" });
    expect(timeouts.mock.calls).toEqual([[300], [140]]);
    expect(redis.commands).toHaveLength(2);
  });

  it("is once for a sign-in where Redis hangs: the first question uses up the patience", async () => {
    redis.mood = "hangs";
    const timeouts = vi.spyOn(AbortSignal, "timeout");
    expect(await signIn(await account(), PASSWORD, address())).toMatchObject({ ok: true });
    expect(timeouts.mock.calls[0]).toEqual([LONGEST_WAIT_MS]);
    // A timer may be early by a fraction of a millisecond, and one question more waits for the rest of it.
    expect(timeouts.mock.calls.slice(1).every(([ms]) => ms <= 5)).toBe(true);
    expect(redis.commands.length).toBeLessThanOrEqual(2);
  });
});

/** Takes the clock out of it: an answer of Redis takes this long as far as anybody measures, and no signal fires. */
function standStill(answerMs = 0) {
  vi.spyOn(performance, "now").mockImplementation(() => redis.commands.length * answerMs);
  return vi.spyOn(AbortSignal, "timeout").mockImplementation(() => new AbortController().signal);
}

/** What Redis has counted, key by key. */
async function counts(): Promise<number[]> {
  return (await Promise.all((await redis.keys()).map((key) => redis.ask("GET", key)))).map(Number);
}

let addresses = 0;

/** An address of its own for each test: the limits are shared by the whole process. */
function address(): string {
  addresses += 1;
  return `10.8.0.${addresses}`;
}

function signIn(email: string, password: string, from: string) {
  return signInWithPassword({ email, password }, callerFrom(from));
}

async function account(): Promise<string> {
  const email = `${randomUUID()}@people.test`;
  await world.db.user.create({
    data: { email, name: "Vera", passwordHash, emailVerifiedAt: new Date() },
  });
  return email;
}
