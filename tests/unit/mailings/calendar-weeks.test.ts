import fc from "fast-check";
import { expect, it } from "vitest";
import { weeksOf } from "@/components/mailings/calendar-weeks";

const months = fc.record({
  year: fc.integer({ min: 1970, max: 2200 }),
  month: fc.integer({ min: 1, max: 12 }),
});

it("shows every day of a month once, each under its own weekday", () => {
  fc.assert(
    fc.property(months, fc.constantFrom(0, 1), ({ year, month }, firstWeekday) => {
      const name = `${year}-${String(month).padStart(2, "0")}`;
      const weeks = weeksOf(name, firstWeekday);
      expect(weeks.every((week) => week.length === 7 && week.some((day) => day !== null))).toBe(true);
      const days = weeks.flat().filter((day) => day !== null);
      const next = new Date(Date.UTC(year, month, 1)).getTime();
      const length = (next - new Date(`${name}-01T00:00Z`).getTime()) / (24 * 60 * 60 * 1_000);
      expect(days).toEqual(Array.from({ length }, (_, nth) => `${name}-${String(nth + 1).padStart(2, "0")}`));
      for (const week of weeks)
        week.forEach((day, nth) => {
          if (day !== null) expect(new Date(`${day}T00:00Z`).getUTCDay()).toBe((firstWeekday + nth) % 7);
        });
    }),
    { numRuns: 200 },
  );
});
