import { describe, expect, test } from "vitest";
import {
  describeOccurrences,
  occurrence,
  occurrencesAfter,
  type Period,
  type Schedule,
} from "@/lib/mailings/schedule";

function schedule(
  startLocal: string,
  timeZone: string,
  period: Period,
  endAt: string | null = null,
): Schedule {
  return { startLocal, timeZone, period, endAt: endAt === null ? null : new Date(endAt) };
}

function instants(of: Schedule, after: string | null, limit: number): string[] {
  return occurrencesAfter(of, after === null ? null : new Date(after), limit).map((instant) =>
    instant.toISOString().replace(".000Z", "Z"),
  );
}

/** Wall time, offset and notes in one line each, as the forecast shows them. */
function lines(of: Schedule, after: string | null, limit: number): string[] {
  return describeOccurrences(of, after === null ? null : new Date(after), limit).map(
    ({ local, utcOffset, notes }) => [local + utcOffset, ...notes].join(" "),
  );
}

describe("clock changes", () => {
  test("09:00 in Berlin stays 09:00 over both changes of a year", () => {
    const daily = schedule("2026-01-01T09:00:00", "Europe/Berlin", "daily");
    expect(instants(daily, "2026-03-28T00:00:00Z", 2)).toEqual([
      "2026-03-28T08:00:00Z",
      "2026-03-29T07:00:00Z",
    ]);
    expect(instants(daily, "2026-10-24T00:00:00Z", 2)).toEqual([
      "2026-10-24T07:00:00Z",
      "2026-10-25T08:00:00Z",
    ]);
  });

  test("02:30 in Berlin moves to 03:30 where it is left out and is the earlier one where it comes twice", () => {
    const daily = schedule("2026-01-01T02:30:00", "Europe/Berlin", "daily");
    expect(lines(daily, "2026-03-28T00:00:00Z", 3)).toEqual([
      "2026-03-28T02:30:00+01:00",
      "2026-03-29T03:30:00+02:00 clock_forward offset_changed",
      "2026-03-30T02:30:00+02:00",
    ]);
    expect(lines(daily, "2026-10-24T00:00:00Z", 3)).toEqual([
      "2026-10-24T02:30:00+02:00",
      "2026-10-25T02:30:00+02:00 clock_repeated",
      "2026-10-26T02:30:00+01:00 offset_changed",
    ]);
  });

  test("New York changes on its own Sundays", () => {
    const weekly = schedule("2026-01-04T02:30:00", "America/New_York", "weekly");
    expect(lines(weekly, "2026-03-02T00:00:00Z", 2)).toEqual([
      "2026-03-08T03:30:00-04:00 clock_forward offset_changed",
      "2026-03-15T02:30:00-04:00",
    ]);
    const repeated = schedule("2026-01-04T01:30:00", "America/New_York", "weekly");
    expect(lines(repeated, "2026-10-26T00:00:00Z", 2)).toEqual([
      "2026-11-01T01:30:00-04:00 clock_repeated",
      "2026-11-08T01:30:00-05:00 offset_changed",
    ]);
  });

  test("Lord Howe changes by half an hour", () => {
    const inGap = schedule("2026-10-03T02:15:00", "Australia/Lord_Howe", "daily");
    expect(lines(inGap, null, 3)).toEqual([
      "2026-10-03T02:15:00+10:30",
      "2026-10-04T02:45:00+11:00 clock_forward offset_changed",
      "2026-10-05T02:15:00+11:00",
    ]);
    const repeated = schedule("2026-04-04T01:45:00", "Australia/Lord_Howe", "daily");
    expect(lines(repeated, null, 3)).toEqual([
      "2026-04-04T01:45:00+11:00",
      "2026-04-05T01:45:00+11:00 clock_repeated",
      "2026-04-06T01:45:00+10:30 offset_changed",
    ]);
  });

  test("São Paulo's day without a midnight begins at one o'clock, and its repeated hour counts once", () => {
    const midnight = schedule("2018-11-03T00:00:00", "America/Sao_Paulo", "daily");
    expect(lines(midnight, null, 3)).toEqual([
      "2018-11-03T00:00:00-03:00",
      "2018-11-04T01:00:00-02:00 clock_forward offset_changed",
      "2018-11-05T00:00:00-02:00",
    ]);
    const lateEvening = schedule("2018-02-17T23:30:00", "America/Sao_Paulo", "daily");
    expect(lines(lateEvening, null, 2)).toEqual([
      "2018-02-17T23:30:00-02:00 clock_repeated",
      "2018-02-18T23:30:00-03:00 offset_changed",
    ]);
    expect(instants(lateEvening, null, 2)).toEqual(["2018-02-18T01:30:00Z", "2018-02-19T02:30:00Z"]);
  });

  test("Moscow keeps its wall time when it gives up winter time in 2011 and summer time in 2014", () => {
    const weekly = schedule("2011-03-20T02:30:00", "Europe/Moscow", "weekly");
    expect(lines(weekly, null, 3)).toEqual([
      "2011-03-20T02:30:00+03:00",
      "2011-03-27T03:30:00+04:00 clock_forward offset_changed",
      "2011-04-03T02:30:00+04:00",
    ]);
    expect(lines(weekly, "2011-10-29T00:00:00Z", 2)).toEqual([
      "2011-10-30T02:30:00+04:00",
      "2011-11-06T02:30:00+04:00",
    ]);
    const nightly = schedule("2014-10-25T01:30:00", "Europe/Moscow", "daily");
    expect(lines(nightly, null, 3)).toEqual([
      "2014-10-25T01:30:00+04:00",
      "2014-10-26T01:30:00+04:00 clock_repeated",
      "2014-10-27T01:30:00+03:00 offset_changed",
    ]);
  });

  test("Apia's 30 December 2011, which never was, and the 31st are one occurrence", () => {
    const daily = schedule("2011-12-28T09:00:00", "Pacific/Apia", "daily");
    expect(occurrence(daily, 2)).toEqual(occurrence(daily, 3));
    expect(lines(daily, null, 4)).toEqual([
      "2011-12-28T09:00:00-10:00",
      "2011-12-29T09:00:00-10:00",
      "2011-12-31T09:00:00+14:00 clock_forward offset_changed",
      "2012-01-01T09:00:00+14:00",
    ]);
    expect(instants(daily, "2011-12-30T19:00:00Z", 1)).toEqual(["2011-12-31T19:00:00Z"]);
    expect(instants(schedule("2011-12-30T09:00:00", "Pacific/Apia", "daily"), null, 2)).toEqual([
      "2011-12-30T19:00:00Z",
      "2011-12-31T19:00:00Z",
    ]);
  });

  test("an ordinary occurrence carries no note", () => {
    const once = schedule("2026-06-01T09:00:00", "Asia/Kathmandu", "once");
    expect(describeOccurrences(once, null, 5)).toEqual([
      {
        instant: new Date("2026-06-01T03:15:00Z"),
        local: "2026-06-01T09:00:00",
        utcOffset: "+05:45",
        notes: [],
      },
    ]);
  });

  test("a changed offset is noted although the occurrence before it is not listed", () => {
    const weekly = schedule("2026-01-05T09:00:00", "Europe/Berlin", "weekly");
    expect(lines(weekly, "2026-03-29T12:00:00Z", 1)).toEqual(["2026-03-30T09:00:00+02:00 offset_changed"]);
  });
});

describe("months", () => {
  const daysOfMonths = (startLocal: string, count: number): string[] =>
    describeOccurrences(schedule(startLocal, "UTC", "monthly"), null, count).map(
      ({ local, notes }) => local.slice(5, 10) + (notes.includes("month_end") ? "*" : ""),
    );

  test.each([
    ["2026-01-31T09:00:00", ["01-31", "02-28*", "03-31", "04-30*", "05-31", "06-30*"]],
    ["2028-01-31T09:00:00", ["01-31", "02-29*", "03-31", "04-30*", "05-31", "06-30*"]],
    ["2026-01-30T09:00:00", ["01-30", "02-28*", "03-30", "04-30"]],
    ["2028-01-30T09:00:00", ["01-30", "02-29*", "03-30", "04-30"]],
    ["2026-01-29T09:00:00", ["01-29", "02-28*", "03-29", "04-29"]],
    ["2028-01-29T09:00:00", ["01-29", "02-29", "03-29", "04-29"]],
  ])("monthly from %s falls on the last day of short months only", (startLocal, days) => {
    expect(daysOfMonths(startLocal, days.length)).toEqual(days);
  });

  test("29 February comes back as the 29th, also in years that have none", () => {
    const monthly = schedule("2024-02-29T09:00:00", "UTC", "monthly");
    expect(instants(monthly, "2025-01-31T00:00:00Z", 2)).toEqual([
      "2025-02-28T09:00:00Z",
      "2025-03-29T09:00:00Z",
    ]);
    expect(instants(monthly, "2028-02-01T00:00:00Z", 1)).toEqual(["2028-02-29T09:00:00Z"]);
  });
});

describe("bounds", () => {
  test("an occurrence exactly at the end does not count, one a millisecond before it does", () => {
    const start = "2026-06-01T09:00:00";
    expect(instants(schedule(start, "UTC", "daily", "2026-06-03T09:00:00Z"), null, 9)).toHaveLength(2);
    expect(instants(schedule(start, "UTC", "daily", "2026-06-03T09:00:00.001Z"), null, 9)).toHaveLength(3);
    expect(instants(schedule(start, "UTC", "once", "2026-06-01T09:00:00Z"), null, 9)).toEqual([]);
  });

  test("the instant asked from is itself left out", () => {
    const daily = schedule("2026-06-01T09:00:00", "UTC", "daily");
    expect(instants(daily, "2026-06-01T09:00:00Z", 1)).toEqual(["2026-06-02T09:00:00Z"]);
    expect(instants(daily, "2026-06-01T08:59:59.999Z", 1)).toEqual(["2026-06-01T09:00:00Z"]);
    expect(instants(daily, "1999-01-01T00:00:00Z", 1)).toEqual(["2026-06-01T09:00:00Z"]);
  });

  test("a mailing that runs once has one occurrence and no second", () => {
    const once = schedule("2026-06-01T09:00:00", "Europe/Berlin", "once");
    expect(instants(once, null, 5)).toEqual(["2026-06-01T07:00:00Z"]);
    expect(instants(once, "2026-06-01T07:00:00Z", 5)).toEqual([]);
    expect(() => occurrence(once, 1)).toThrow(RangeError);
  });

  test("an occurrence's number is whole and not negative", () => {
    const daily = schedule("2026-06-01T09:00:00", "UTC", "daily");
    expect(() => occurrence(daily, -1)).toThrow(RangeError);
    expect(() => occurrence(daily, 1.5)).toThrow(RangeError);
  });

  test("no occurrences are given where none are asked for", () => {
    expect(instants(schedule("2026-06-01T09:00:00", "UTC", "daily"), null, 0)).toEqual([]);
  });
});
