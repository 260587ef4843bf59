import { describe, expect, it } from "vitest";
import { PACE_WINDOW_MS, pace, roughDuration, withSample, type PaceSample } from "@/lib/mailings/pace";

describe("the pace of a mailing", () => {
  it("is what was settled over the window, and tells the time left", () => {
    expect(pace([sample(0, 0), sample(1_000, 200), sample(2_000, 600)], 900)).toEqual({
      perSecond: 300,
      secondsLeft: 3,
    });
  });

  it("is unknown from one reading, from none, and while nothing moves", () => {
    expect(pace([], 10)).toBeNull();
    expect(pace([sample(0, 5)], 10)).toBeNull();
    expect(pace([sample(0, 5), sample(4_000, 5)], 10)).toBeNull();
  });

  it("forgets readings that have left the window", () => {
    const samples = withSample([sample(0, 0), sample(1_000, 100)], sample(PACE_WINDOW_MS + 500, 300));
    expect(samples).toEqual([sample(1_000, 100), sample(PACE_WINDOW_MS + 500, 300)]);
  });
});

describe("a duration in words", () => {
  it.each([
    [0, { unit: "seconds", count: 1 }],
    [89, { unit: "seconds", count: 89 }],
    [90, { unit: "minutes", count: 2 }],
    [5_399, { unit: "minutes", count: 90 }],
    [5_400, { unit: "hours", count: 2 }],
    [86_400, { unit: "hours", count: 24 }],
  ])("of %d seconds", (seconds, words) => {
    expect(roughDuration(seconds)).toEqual(words);
  });
});

function sample(at: number, settled: number): PaceSample {
  return { at, settled };
}
