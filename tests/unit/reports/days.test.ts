import { expect, it } from "vitest";
import { countDays, daysBefore, daysOfPeriod, instantsOf, readDays, writeDays } from "@/lib/reports/days";

it("a period is whole days in the reader's zone up to today, and the one before ends where it begins", () => {
  const days = daysOfPeriod("week", new Date("2026-03-01T22:30:00Z"), "Europe/Moscow");
  expect(days).toEqual({ first: "2026-02-24", last: "2026-03-02", timeZone: "Europe/Moscow" });
  const before = daysBefore(days);
  expect(before).toMatchObject({ first: "2026-02-17", last: "2026-02-23" });
  expect([countDays(days), countDays(before)]).toEqual([7, 7]);
  expect(instantsOf(before).before).toEqual(instantsOf(days).from);
});

it("a day over a clock change has as many hours as its clocks showed", () => {
  const hours = (day: string) => {
    const { from, before } = instantsOf({ first: day, last: day, timeZone: "Europe/Berlin" });
    return (before.getTime() - from.getTime()) / 3_600_000;
  };
  expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-12-01")]).toEqual([23, 25, 24]);
});

it("days of an address are two days in their order, and nothing else", () => {
  const days = { first: "2026-02-01", last: "2026-02-28", timeZone: "UTC" };
  expect(readDays(writeDays(days), "UTC")).toEqual(days);
  for (const text of [
    "",
    "2026-02-01",
    "2026-02-28_2026-02-01",
    "2026-02-30_2026-03-01",
    "2026-02-01_2026-02-02_",
  ])
    expect(readDays(text, "UTC"), text).toBeNull();
});
