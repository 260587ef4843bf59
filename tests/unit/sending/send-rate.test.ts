import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SendRate } from "@/lib/sending/send-rate";

/** Milliseconds by which every timer is late. */
const timers = vi.hoisted(() => ({ late: 0 }));
vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms + timers.late)),
}));

const FOREVER = Number.MAX_SAFE_INTEGER;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  timers.late = 0;
  vi.useRealTimers();
});

/** Takes places as fast as they are given; the instants at which they were, from the first on. */
async function placesWithin(rate: SendRate, ms: number): Promise<number[]> {
  const start = performance.now();
  const places: number[] = [];
  let taking = true;
  const take = async () => {
    while (taking) {
      await rate.take(FOREVER);
      if (taking) places.push(performance.now() - start);
    }
  };
  void take();
  await vi.advanceTimersByTimeAsync(ms);
  taking = false;
  await vi.advanceTimersByTimeAsync(10_000);
  return places;
}

describe("requests", () => {
  it("are spaced evenly and stay below the limit in every second", async () => {
    const places = await placesWithin(new SendRate(10), 5_000);
    expect(places.length).toBeGreaterThanOrEqual(49);
    for (const from of places) {
      const inSecond = places.filter((place) => place >= from && place < from + 1_000);
      expect(inSecond.length).toBeLessThanOrEqual(10);
    }
  });

  it("use 0.97 of the limit although timers wake late", async () => {
    timers.late = 4;
    const places = await placesWithin(new SendRate(50), 10_000);
    expect(places.length).toBeGreaterThanOrEqual(485);
  });

  it("are not made up for after a pause", async () => {
    const rate = new SendRate(50);
    await placesWithin(rate, 100);
    const places = await placesWithin(rate, 1_000);
    expect(places.length).toBeLessThanOrEqual(50);
  });

  it("of many workers share one rate", async () => {
    const rate = new SendRate(10);
    let taken = 0;
    const worker = async () => {
      while (await rate.take(performance.now() + 2_000)) taken += 1;
    };
    const workers = Array.from({ length: 8 }, worker);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(taken).toBeLessThanOrEqual(10);
    expect(taken).toBeGreaterThanOrEqual(9);
    rate.holdOff(100_000);
    await vi.advanceTimersByTimeAsync(20_000);
    await Promise.all(workers);
  });

  it("follow the limit that the provider's headers name", async () => {
    const rate = new SendRate(10);
    rate.follow({ "ratelimit-limit": "2" });
    expect((await placesWithin(rate, 5_000)).length).toBeLessThanOrEqual(11);
  });

  it("that wait already follow a limit that rises", async () => {
    const rate = new SendRate(1);
    let taken = 0;
    const worker = async () => {
      if ((await rate.take(FOREVER)) !== null) taken += 1;
    };
    const workers = Array.from({ length: 8 }, worker);
    await vi.advanceTimersByTimeAsync(10);
    rate.follow({ "ratelimit-limit": "50" });
    await vi.advanceTimersByTimeAsync(1_300);
    expect(taken).toBe(8);
    await Promise.all(workers);
  });

  it.each([
    ["nothing", {}],
    ["no number", { "ratelimit-limit": "many" }],
    ["zero", { "ratelimit-limit": "0" }],
  ])("keep their rate where the headers say %s", async (_, headers: Record<string, string>) => {
    const rate = new SendRate(10);
    rate.follow(headers);
    expect((await placesWithin(rate, 2_000)).length).toBeGreaterThanOrEqual(19);
  });

  it("wait as long as the provider asked", async () => {
    const rate = new SendRate(10);
    rate.holdOff(3_000);
    const places = await placesWithin(rate, 4_000);
    expect(places[0]).toBeGreaterThanOrEqual(3_000);
  });
});

describe("departures", () => {
  it("are no more than the limit in any second, however unevenly claims become ready", async () => {
    const rate = new SendRate(10);
    const departures: number[] = [];
    const worker = async (delays: readonly number[]) => {
      for (const delay of delays) {
        await rate.take(FOREVER);
        await new Promise((resolve) => setTimeout(resolve, delay));
        const departure = await rate.depart();
        if (departure === null) throw new Error("it was not to leave");
        await new Promise((resolve) => setTimeout(resolve, delay / 10));
        rate.left(departure);
        departures.push(performance.now());
      }
    };
    const workers = [
      [300, 2, 250, 1, 90, 1, 300, 0],
      [1, 180, 2, 240, 0, 0, 40, 0],
      [90, 0, 300, 0, 200, 1, 0, 90],
      [250, 200, 150, 100, 50, 25, 10, 0],
    ].map(worker);
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(workers);
    expect(departures).toHaveLength(32);
    for (const from of departures) {
      const inSecond = departures.filter((at) => at >= from && at < from + 1_000);
      expect(inSecond.length).toBeLessThanOrEqual(10);
    }
  });

  it("that were more than a second late are counted when they leave", async () => {
    const rate = new SendRate(4);
    const late = await Promise.all([rate.depart(), rate.depart(), rate.depart()]);
    await vi.advanceTimersByTimeAsync(1_500);
    await rate.depart();
    for (const departure of late) if (departure !== null) rate.left(departure);
    const start = performance.now();
    const next = rate.depart();
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await next)?.at).toBeGreaterThan(start + 1_000);
  });

  it("wait for what the provider asked, but no claim is kept waiting for long", async () => {
    const rate = new SendRate(10);
    rate.holdOff(1_500);
    const start = performance.now();
    const left = rate.depart();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await left).not.toBeNull();
    expect(performance.now() - start).toBeGreaterThanOrEqual(1_500);
    rate.holdOff(60_000);
    expect(await rate.depart()).toBeNull();
  });
});

describe("a place", () => {
  it("that would come too late is refused at once and costs nothing", async () => {
    const rate = new SendRate(1);
    expect(await rate.take(performance.now() + 10)).not.toBeNull();
    expect(await rate.take(performance.now() + 500)).toBeNull();
    expect(await rate.take(performance.now() + 500)).toBeNull();
    const next = rate.take(performance.now() + 1_500);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(await next).not.toBeNull();
  });

  it("that led to no request is given back", async () => {
    const rate = new SendRate(1);
    const place = (await rate.take(performance.now() + 10)) ?? NaN;
    rate.giveBack(place);
    expect(await rate.take(performance.now() + 10)).not.toBeNull();
    expect(await rate.take(performance.now() + 10)).toBeNull();
  });

  it("that others were taken after is not given back: two would share theirs", async () => {
    const rate = new SendRate(10);
    const first = (await rate.take(performance.now() + 10)) ?? NaN;
    const second = rate.take(performance.now() + 1_000);
    rate.giveBack(first);
    await vi.advanceTimersByTimeAsync(210);
    expect(await second).not.toBeNull();
    expect(await rate.take(performance.now() + 1)).not.toBeNull();
    expect(await rate.take(performance.now() + 50)).toBeNull();
  });
});
