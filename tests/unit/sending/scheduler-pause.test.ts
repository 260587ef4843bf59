import { describe, expect, it } from "vitest";
import { pauseAfterFailures, schedulerPause } from "@/lib/sending/settings";

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
    { failures: 1, pause: 1_000, why: "is short after a tick that failed, for a database that restarts" },
    { failures: 4, pause: 8_000, why: "doubles with every further failure" },
    { failures: 7, pause: 50_000, why: "ends at the full minute however many ticks failed" },
  ])("$why", ({ failures, pause }) => {
    expect(pauseAfterFailures(failures, TEN_SECONDS_PAST)).toBe(pause);
  });
});
