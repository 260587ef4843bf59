import { Temporal } from "temporal-polyfill";
import { describe, expect, test, vi } from "vitest";
import { due, nextRun, occurrencesAfter, type Due, type Schedule } from "@/lib/mailings/schedule";

const daily: Schedule = {
  startLocal: "2026-06-01T09:00:00",
  timeZone: "Europe/Berlin",
  period: "daily",
  endAt: null,
};
const savedLongBefore = new Date("2026-05-01T00:00:00Z");

function at(text: string): Date {
  return new Date(text);
}

/** An instant of a daily 09:00 in Berlin in summer. */
function day(text: string): Date {
  return at(`2026-${text}T07:00:00Z`);
}

describe("what is due", () => {
  test("nothing before the next run, the occurrence at its very instant", () => {
    expect(due(daily, day("06-05"), savedLongBefore, at("2026-06-05T06:59:59.999Z"))).toEqual({
      kind: "waiting",
    });
    expect(due(daily, day("06-05"), savedLongBefore, day("06-05"))).toEqual({
      kind: "due",
      occurrence: day("06-05"),
      skipped: 0,
      nextRunAt: day("06-06"),
    });
  });

  test("nothing where no occurrence is to come", () => {
    expect(due(daily, null, savedLongBefore, day("06-05"))).toEqual({ kind: "waiting" });
  });

  test("after an outage the latest occurrence alone, with the number of those skipped", () => {
    expect(due(daily, day("06-05"), savedLongBefore, at("2026-06-09T12:00:00Z"))).toEqual({
      kind: "due",
      occurrence: day("06-09"),
      skipped: 4,
      nextRunAt: day("06-10"),
    });
  });

  test("occurrences up to the last edit are not counted as skipped", () => {
    const outageUntil = at("2026-06-09T12:00:00Z");
    const skippedAfterEditAt = (editedAt: Date) => {
      const found = due(daily, day("06-05"), editedAt, outageUntil);
      return found.kind === "due" ? found.skipped : null;
    };
    expect(skippedAfterEditAt(at("2026-06-07T06:59:59.999Z"))).toBe(2);
    expect(skippedAfterEditAt(day("06-07"))).toBe(1);
    expect(skippedAfterEditAt(at("2026-06-09T08:00:00Z"))).toBe(0);
  });

  test("years of outage are counted exactly, over both clock changes of every year", () => {
    const now = at("2046-06-01T12:00:00Z");
    const found = due(daily, day("06-01"), savedLongBefore, now);
    expect(found).toEqual({
      kind: "due",
      occurrence: at("2046-06-01T07:00:00Z"),
      skipped: 20 * 365 + 5,
      nextRunAt: at("2046-06-02T07:00:00Z"),
    });
  });

  test("decades are stepped over, not walked through", () => {
    const computed = vi.spyOn(Temporal.PlainDateTime.prototype, "toZonedDateTime");
    due(daily, day("06-01"), savedLongBefore, at("2066-06-01T12:00:00Z"));
    occurrencesAfter(daily, at("2066-06-01T12:00:00Z"), 1);
    const calls = computed.mock.calls.length;
    computed.mockRestore();
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(50);
  });

  test.each([
    ["2011-12-28T09:00:00", "2011-12-28T19:00:00Z", 3],
    ["2011-12-29T09:00:00", "2011-12-29T19:00:00Z", 2],
    ["2011-12-30T09:00:00", "2011-12-30T19:00:00Z", 1],
    ["2011-12-31T09:00:00", "2011-12-30T19:00:00Z", 1],
    ["2012-01-01T09:00:00", "2011-12-31T19:00:00Z", 0],
  ])("Apia's day that never was is not counted as skipped (from %s)", (startLocal, nextRunAt, skipped) => {
    const apia: Schedule = { startLocal, timeZone: "Pacific/Apia", period: "daily", endAt: null };
    const editedAt = at("2011-12-01T00:00:00Z");
    expect(due(apia, at(nextRunAt), editedAt, at("2011-12-31T20:00:00Z"))).toEqual({
      kind: "due",
      occurrence: at("2011-12-31T19:00:00Z"),
      skipped,
      nextRunAt: at("2012-01-01T19:00:00Z"),
    });
  });

  test("Apia's shared instant leaves the count of those before and after it alone", () => {
    const apia: Schedule = {
      startLocal: "2011-12-28T09:00:00",
      timeZone: "Pacific/Apia",
      period: "daily",
      endAt: null,
    };
    const shared = at("2011-12-30T19:00:00Z");
    const first = at("2011-12-28T19:00:00Z");
    const skipped = (editedAt: string, now: Date) => {
      const found = due(apia, first, at(editedAt), now);
      return found.kind === "due" ? found.skipped : null;
    };
    expect(skipped("2011-12-01T00:00:00Z", shared)).toBe(2);
    expect(skipped("2011-12-30T18:59:59Z", at("2012-01-03T20:00:00Z"))).toBe(4);
    expect(skipped("2011-12-30T19:00:00Z", at("2012-01-03T20:00:00Z"))).toBe(3);
    expect(skipped("2011-12-31T09:00:00Z", at("2012-01-03T20:00:00Z"))).toBe(3);
  });

  test("the instant that Apia's two days share runs once", () => {
    const apia: Schedule = {
      startLocal: "2011-12-30T09:00:00",
      timeZone: "Pacific/Apia",
      period: "daily",
      endAt: null,
    };
    const shared = at("2011-12-30T19:00:00Z");
    expect(due(apia, shared, at("2011-12-01T00:00:00Z"), shared)).toEqual({
      kind: "due",
      occurrence: shared,
      skipped: 0,
      nextRunAt: at("2011-12-31T19:00:00Z"),
    });
  });
});

describe("the end", () => {
  const until = (endAt: string): Schedule => ({ ...daily, endAt: at(endAt) });

  test("the last occurrence before it has no next run", () => {
    const found = due(until("2026-06-06T07:00:00Z"), day("06-05"), savedLongBefore, day("06-05"));
    expect(found).toEqual({ kind: "due", occurrence: day("06-05"), skipped: 0, nextRunAt: null });
  });

  test("an occurrence unserved when it passes is missed, and the earlier ones are skipped", () => {
    const ending = until("2026-06-06T06:00:00Z");
    const missed: Due = { kind: "missed", occurrence: day("06-05"), skipped: 2, nextRunAt: null };
    expect(due(ending, day("06-03"), savedLongBefore, at("2026-06-06T05:59:59.999Z"))).toEqual({
      ...missed,
      kind: "due",
    });
    expect(due(ending, day("06-03"), savedLongBefore, at("2026-06-06T06:00:00Z"))).toEqual(missed);
    expect(due(ending, day("06-03"), savedLongBefore, at("2036-06-06T06:00:00Z"))).toEqual(missed);
  });

  test("an occurrence exactly at it is neither run nor missed", () => {
    const found = due(until("2026-06-06T07:00:00Z"), day("06-05"), savedLongBefore, day("06-07"));
    expect(found).toEqual({ kind: "missed", occurrence: day("06-05"), skipped: 0, nextRunAt: null });
  });
});

describe("a country that changed its clocks after the next run was stored", () => {
  // Stored under older rules, an hour beside the occurrence that today's rules give.
  const earlier = at("2026-06-05T06:00:00Z");
  const later = at("2026-06-05T08:00:00Z");

  test("runs at the new instant where that is later than the stored one", () => {
    expect(due(daily, earlier, savedLongBefore, at("2026-06-05T06:30:00Z"))).toEqual({ kind: "waiting" });
    expect(due(daily, earlier, savedLongBefore, day("06-05"))).toMatchObject({
      kind: "due",
      occurrence: day("06-05"),
      skipped: 0,
    });
  });

  test("loses nothing where it is earlier", () => {
    expect(due(daily, later, savedLongBefore, later)).toEqual({
      kind: "due",
      occurrence: day("06-05"),
      skipped: 0,
      nextRunAt: day("06-06"),
    });
    const once: Schedule = { ...daily, startLocal: "2026-06-05T09:00:00", period: "once" };
    expect(due(once, later, savedLongBefore, later)).toEqual({
      kind: "due",
      occurrence: day("06-05"),
      skipped: 0,
      nextRunAt: null,
    });
  });

  test("leaves a missed occurrence on record where the end now comes first", () => {
    const ended: Schedule = {
      ...daily,
      startLocal: "2026-06-05T09:00:00",
      period: "once",
      endAt: at("2026-06-05T06:30:00Z"),
    };
    expect(due(ended, earlier, savedLongBefore, at("2026-06-05T06:15:00Z"))).toEqual({ kind: "waiting" });
    expect(due(ended, earlier, savedLongBefore, at("2026-06-05T06:30:00Z"))).toEqual({
      kind: "missed",
      occurrence: earlier,
      skipped: 0,
      nextRunAt: null,
    });
  });
});

test("a mailing served at every tick runs every occurrence of its window once and then has no next run", () => {
  const window: Schedule = { ...daily, endAt: at("2026-06-20T00:00:00Z") };
  let nextRunAt = nextRun(window, { editedAt: savedLongBefore, lastPlannedAt: null, everPlanned: false });
  const ran: Date[] = [];
  for (
    let now = at("2026-05-30T00:00:00Z");
    now < at("2026-06-25T00:00:00Z");
    now = new Date(now.getTime() + 60_000)
  ) {
    const found = due(window, nextRunAt, savedLongBefore, now);
    if (found.kind === "waiting") continue;
    expect(found).toMatchObject({ kind: "due", occurrence: now, skipped: 0 });
    ran.push(found.occurrence);
    nextRunAt = found.nextRunAt;
  }
  expect(ran).toEqual(occurrencesAfter(window, null, 99));
  expect(ran).toHaveLength(19);
  expect(nextRunAt).toBeNull();
});
