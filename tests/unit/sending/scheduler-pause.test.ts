import { describe, expect, it } from "vitest";
import { failuresAfter, pauseAfterFailures, schedulerPause } from "@/lib/sending/settings";

const TEN_SECONDS_PAST = Date.UTC(2026, 10, 21, 12, 0, 10);

describe("a scheduler's pause", () => {
  it.each([
    { tick: { end: "time", nextIn: 0 }, pause: 0, why: "goes on at once when only time ran out" },
    { tick: { end: "idle", nextIn: 3_200 }, pause: 3_200, why: "ends when the next mailing falls due" },
    {
      tick: { end: "idle", nextIn: 86_400_000 },
      pause: 50_000,
      why: "ends at the full minute at the latest",
    },
    {
      tick: { end: "idle", nextIn: null },
      pause: 50_000,
      why: "lasts to the full minute where nothing is to come",
    },
    { tick: { end: "shut", nextIn: 0 }, pause: 50_000, why: "does not ask in a circle for what did not go" },
  ])("$why", ({ tick, pause }) => {
    expect(schedulerPause(tick, TEN_SECONDS_PAST)).toBe(pause);
  });

  it.each([
    {
      failures: 1,
      from: 500,
      to: 1_000,
      why: "is short after a tick that failed, for a database that restarts",
    },
    { failures: 4, from: 4_000, to: 8_000, why: "doubles with every further failure" },
    {
      failures: 7,
      from: 50_000,
      to: 55_000,
      why: "ends soon after the full minute however many ticks failed",
    },
    { failures: 99, from: 50_000, to: 55_000, why: "grows no further" },
  ])("$why, and spreads several schedulers", ({ failures, from, to }) => {
    expect(pauseAfterFailures(failures, TEN_SECONDS_PAST, 0)).toBe(from);
    expect(pauseAfterFailures(failures, TEN_SECONDS_PAST, 1)).toBe(to);
  });

  it("is the shortest again after a tick that sent something before it failed", () => {
    expect(failuresAfter(0, false)).toBe(1);
    expect(failuresAfter(6, false)).toBe(7);
    expect(failuresAfter(6, true)).toBe(1);
  });
});
