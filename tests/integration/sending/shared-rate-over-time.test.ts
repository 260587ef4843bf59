import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { ASK, askingBy } from "@/lib/engine-host/send-share";
import { SharedSendRate, type AskShare } from "@/lib/engine-host/shared-send-rate";
import { openStore, type Store } from "@/tests/support/redis-store";

vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));

const FOREVER = Number.MAX_SAFE_INTEGER;
const SECOND = 1_000;

let store: Store;
let asked = 0;
/** What happens to a question on its way. */
let way: (ask: () => Promise<unknown>) => Promise<unknown> = (ask) => ask();
const report = vi.fn();

/** What Redis is busy with. */
const answering = new Set<Promise<unknown>>();

beforeAll(() => {
  store = openStore(inject("redisServer"));
});
beforeEach(async () => {
  await store.forget();
  // Not what the connection to Redis lives by.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  asked = 0;
  way = (ask) => ask();
  report.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => store.close());

const askShare: AskShare = askingBy("account", (keys, args) => {
  asked += 1;
  return way(() => {
    const answer = store.ask(["EVAL", byTheClockHere(ASK), String(keys.length), ...keys, ...args]);
    answering.add(answer);
    return answer.finally(() => answering.delete(answer));
  });
});

/** The script with the time that is turned in these tests in the place of Redis's own. */
function byTheClockHere(script: string): string {
  const ms = Date.now();
  const time = `{ "${Math.floor(ms / 1_000)}", "${(ms % 1_000) * 1_000}" }`;
  return script.replaceAll('redis.call("TIME")', time);
}

interface Sender {
  rate: SharedSendRate;
  /** When its requests left. */
  left: number[];
  stop(): void;
}

/** A process that sends as fast as it may, with this many requests at once. */
function sender(limit: number, workers = 4): Sender {
  const rate = new SharedSendRate(limit, askShare, report);
  const left: number[] = [];
  let sending = true;
  const work = async () => {
    while (sending) {
      if ((await rate.take(FOREVER)) === null) continue;
      const departure = await rate.depart();
      if (departure === null || !sending) continue;
      rate.left(departure);
      left.push(performance.now());
      await new Promise<void>((resolve) => setTimeout(resolve, 7));
    }
  };
  for (let n = 0; n < workers; n += 1) void work();
  return { rate, left, stop: () => void (sending = false) };
}

/** Time goes by, from one timer to the next; it stands still while Redis is asked. */
async function pass(ms: number): Promise<void> {
  let over = false;
  setTimeout(() => (over = true), ms);
  while (!over) {
    while (answering.size > 0) {
      await Promise.all(answering);
      // Who asked goes on first.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.advanceTimersToNextTimerAsync();
  }
}

/** The most that left in any one second, beginning with `from`. */
function mostInASecond(senders: readonly Sender[], from = -Infinity): number {
  const all = senders.flatMap(({ left }) => left).filter((at) => at >= from);
  return Math.max(0, ...all.map((start) => all.filter((at) => at >= start && at < start + SECOND).length));
}

function since(one: Sender, from: number): number {
  return one.left.filter((at) => at >= from).length;
}

async function end(...senders: readonly Sender[]): Promise<void> {
  for (const one of senders) one.stop();
  await pass(10_000);
}

describe("processes that share an account", () => {
  it("alone, one has the whole limit, at a question a second", async () => {
    const only = sender(20);
    await pass(10_000);
    expect(only.left.length).toBeGreaterThanOrEqual(194);
    expect(mostInASecond([only])).toBeLessThanOrEqual(20);
    expect(asked).toBeLessThanOrEqual(11);
    await end(only);
  });

  it("never send more than the limit in a second, all together, and all get on", async () => {
    const one = sender(20);
    await pass(5_000);
    const [two, three] = [sender(20), sender(20)];
    await pass(20_000);
    const all = [one, two, three];
    expect(mostInASecond(all)).toBeLessThanOrEqual(20);
    const settled = performance.now() - 15_000;
    expect(all.map((process) => since(process, settled)).every((count) => count >= 80)).toBe(true);
    expect(all.reduce((sum, process) => sum + since(process, settled), 0)).toBeGreaterThanOrEqual(285);
    // Two leave: what they had is the third's within a few seconds.
    two.stop();
    three.stop();
    await pass(5_000);
    const alone = performance.now();
    await pass(5_000);
    expect(since(one, alone)).toBeGreaterThanOrEqual(96);
    expect(mostInASecond(all)).toBeLessThanOrEqual(20);
    await end(...all);
  });

  it("take turns where there are more of them than requests a second", async () => {
    const all = Array.from({ length: 3 }, () => sender(2, 1));
    await pass(40_000);
    expect(mostInASecond(all)).toBeLessThanOrEqual(2);
    expect(all.every(({ left }) => left.length >= 10)).toBe(true);
    await end(...all);
  });

  it("follow a limit and a wish for no requests that one of them was told", async () => {
    const [one, two] = [sender(20), sender(20)];
    await pass(5_000);
    one.rate.follow({ "ratelimit-limit": "8" });
    await pass(3_000);
    const slow = performance.now();
    await pass(5_000);
    expect(mostInASecond([one, two], slow)).toBeLessThanOrEqual(8);
    expect(since(one, slow) + since(two, slow)).toBeGreaterThanOrEqual(36);
    one.rate.holdOff(10_000);
    await pass(1_500);
    expect(two.rate.heldOff).toBeGreaterThan(8_000);
    const held = performance.now();
    await pass(8_000);
    expect(since(one, held) + since(two, held)).toBe(0);
    await pass(5_000);
    expect(since(two, held)).toBeGreaterThan(0);
    await end(one, two);
  });

  it("believe the latest that the provider said", async () => {
    const [one, two] = [sender(20), sender(20)];
    await pass(2_000);
    one.rate.follow({ "ratelimit-limit": "8" });
    await pass(3_000);
    two.rate.follow({ "ratelimit-limit": "40" });
    await pass(3_000);
    const fast = performance.now();
    await pass(5_000);
    expect(since(one, fast) + since(two, fast)).toBeGreaterThanOrEqual(185);
    await end(one, two);
  });

  it("keep nothing for one that died", async () => {
    const dead = sender(20);
    await pass(3_000);
    dead.stop();
    const other = sender(20);
    await pass(4_000);
    const from = performance.now();
    await pass(5_000);
    expect(since(other, from)).toBeGreaterThanOrEqual(96);
    await end(dead, other);
  });
});

describe("where nobody grants shares", () => {
  it("each goes by the whole limit at once, says so once, and asks again after ten seconds without waiting", async () => {
    way = () => Promise.reject(new Error("nobody there"));
    const one = sender(20);
    await pass(9_000);
    expect(one.left[0]).toBeLessThanOrEqual(performance.now() - 8_900);
    expect(one.left.length).toBeGreaterThanOrEqual(174);
    expect([asked, report.mock.calls.length]).toEqual([1, 1]);
    // The next question hangs for ever: nothing waits for it.
    way = () => new Promise(() => undefined);
    const from = performance.now();
    await pass(10_000);
    expect(since(one, from)).toBeGreaterThanOrEqual(194);
    expect([asked, report.mock.calls.length]).toEqual([2, 1]);
    one.stop();
  });

  it("and is back among the others when somebody does again", async () => {
    way = () => Promise.reject(new Error("nobody there"));
    const one = sender(20);
    await pass(5_000);
    way = (ask) => ask();
    const two = sender(20);
    await pass(10_000);
    const from = performance.now();
    await pass(5_000);
    expect(mostInASecond([one, two], from)).toBeLessThanOrEqual(20);
    expect(Math.min(since(one, from), since(two, from))).toBeGreaterThanOrEqual(40);
    await end(one, two);
  });

  it("nonsense is no share", async () => {
    for (const answer of [[], ["Good", "morning", "all"], [5, 20], ["5", "20", String(1e12)], "OK", null]) {
      await expect(
        askingBy("account", () => Promise.resolve(answer))({
          process: "one",
          limit: 20,
          heard: false,
          heldOff: 0,
        }),
      ).rejects.toThrow();
    }
  });

  it("a place that is not there before the last moment is none", async () => {
    const rate = new SharedSendRate(20, askShare, report);
    expect(await rate.take(performance.now())).toBeNull();
    expect(await rate.take(FOREVER, AbortSignal.abort())).toBeNull();
    expect(asked).toBe(0);
  });
});

describe("a claim that waits for its departure", () => {
  /** Others have all of it for so long, in milliseconds; what is answered then. */
  it.each([
    { what: "a share comes late and the provider wants no request", late: 1_700, then: { heldOff: 1_900 } },
    { what: "none comes", late: 60_000, then: {} },
    { what: "the last question hangs", late: 1_600, then: "nothing" as const },
  ])("is given back after two seconds in all: $what", async ({ late, then }) => {
    const begun = performance.now();
    const rate = new SharedSendRate(
      20,
      async () => {
        const nothingLeft = performance.now() - begun < late;
        if (nothingLeft) return { share: 0, limit: 20, heldOff: 0 };
        if (then === "nothing") return new Promise(() => undefined);
        return { share: 20, limit: 20, heldOff: 0, ...then };
      },
      report,
    );
    const departed = rate.depart().then((departure) => ({ departure, after: performance.now() - begun }));
    await pass(10_000);
    const { departure, after } = await departed;
    expect(departure).toBeNull();
    expect(after).toBeLessThanOrEqual(2_000);
  });

  it("goes within them when a share comes", async () => {
    const begun = performance.now();
    const rate = new SharedSendRate(
      20,
      async () => ({ share: performance.now() - begun < 1_400 ? 0 : 20, limit: 20, heldOff: 0 }),
      report,
    );
    const departed = rate.depart();
    await pass(10_000);
    expect((await departed)?.at).toBeLessThanOrEqual(begun + 2_000);
  });
});

it("loses its data: processes find each other again within two questions", async () => {
  const [one, two] = [sender(20), sender(20)];
  await pass(5_000);
  await store.forget();
  await pass(3_000);
  const from = performance.now();
  await pass(5_000);
  expect(mostInASecond([one, two], from)).toBeLessThanOrEqual(20);
  expect(Math.min(since(one, from), since(two, from))).toBeGreaterThanOrEqual(40);
  await end(one, two);
});
