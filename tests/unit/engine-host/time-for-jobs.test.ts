import { describe, expect, it } from "vitest";
import { timeForJobs } from "@/lib/engine-host/time-for-jobs";

const now = Date.UTC(2026, 10, 30, 12, 0, 45);

describe("jobs go on after a tick", () => {
  it.each([
    ["until the full minute", { end: "idle", nextIn: null }, 200_000, 15_000],
    ["until a mailing falls due", { end: "idle", nextIn: 2_000 }, 200_000, 2_000],
    [
      "until the full minute, when a mailing falls due later",
      { end: "deferred", nextIn: 30_000 },
      200_000,
      15_000,
    ],
    ["not beyond the time that they share with it", { end: "idle", nextIn: null }, 3_000, 3_000],
    ["not at all when something is due at once", { end: "shut", nextIn: 0 }, 200_000, 0],
    ["not at all when it ended for want of time", { end: "time", nextIn: null }, 200_000, 0],
    ["not at all when nothing is left of that time", { end: "idle", nextIn: null }, -500, 0],
  ])("%s", (_how, tick, left, expected) => {
    expect(timeForJobs(tick, { now, left })).toBe(expected);
  });
});
