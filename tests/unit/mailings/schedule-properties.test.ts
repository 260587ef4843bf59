import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import {
  describeOccurrences,
  due,
  nextRun,
  occurrence,
  occurrencesAfter,
  type Period,
  type Schedule,
} from "@/lib/mailings/schedule";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
// Hundreds of schedules each; a busy machine may need long for them.
vi.setConfig({ testTimeout: 60_000 });
const zones = [
  "UTC",
  "Europe/Berlin",
  "Europe/Moscow",
  "America/New_York",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "Pacific/Kwajalein",
  "Pacific/Kiritimati",
];

/** Wall times as milliseconds on a clock without zone; half of them close to what zones are known for. */
const wallTimes = fc.oneof(
  fc.integer({ min: Date.UTC(1990, 0, 1) / MINUTE, max: Date.UTC(2040, 0, 1) / MINUTE }),
  fc
    .tuple(
      fc.constantFrom("1993-08-20", "1994-12-30", "2011-12-29", "2011-03-27", "2018-11-03", "2026-10-04"),
      fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 }),
    )
    .map(([date, minutes]) => Date.parse(`${date}T00:00:00Z`) / MINUTE + minutes),
);

function written(wallTime: number): string {
  return new Date(wallTime).toISOString().slice(0, 19);
}

const schedules: fc.Arbitrary<Schedule> = fc
  .record({
    start: wallTimes.map((minutes) => minutes * MINUTE),
    timeZone: fc.constantFrom(...zones),
    period: fc.constantFrom<Period>("once", "daily", "weekly", "monthly"),
    endAfterMinutes: fc.option(fc.integer({ min: -60, max: 90 * 24 * 60 })),
  })
  .map(({ start, timeZone, period, endAfterMinutes }) => ({
    startLocal: written(start),
    timeZone,
    period,
    endAt: endAfterMinutes === null ? null : new Date(start + endAfterMinutes * MINUTE),
  }));

/** Minutes between the written start and an instant to ask about, seen from UTC. */
const offsets = fc.integer({ min: -3 * 24 * 60, max: 120 * 24 * 60 });

function instantNear(schedule: Schedule, minutes: number): Date {
  return new Date(Date.parse(`${schedule.startLocal}Z`) + minutes * MINUTE);
}

/** Any instant to ask about, half of them the very instant of an occurrence. */
const moments = fc.record({
  minutes: offsets,
  exactly: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 2 }),
});

function momentOf(schedule: Schedule, all: Date[], asked: { minutes: number; exactly: number | null }): Date {
  const exact = asked.exactly === null ? undefined : all[asked.exactly];
  return exact ?? instantNear(schedule, asked.minutes);
}

/** Enough steps of each period for eight occurrences more than 120 days have. */
const steps: Record<Period, number> = { once: 1, daily: 130, weekly: 27, monthly: 14 };

/** All distinct occurrences that these steps reach, one after the other from the first. */
function walked(schedule: Schedule): Date[] {
  const found: Date[] = [];
  for (let n = 0; n < steps[schedule.period]; n += 1) {
    const instant = occurrence(schedule, n);
    const known = found.at(-1)?.getTime() === instant.getTime();
    if (!known && (schedule.endAt === null || instant < schedule.endAt)) found.push(instant);
  }
  return found;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock in `timeZone` shows, computed without Temporal. */
function shownAt(instant: number, timeZone: string): number {
  const options = { dateStyle: "short", timeStyle: "medium", hourCycle: "h23", timeZone } as const;
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", options);
  clocks.set(timeZone, clock);
  return Date.parse(`${clock.format(instant).replace(" ", "T")}Z`);
}

/** The nth wall time by the calendar alone. */
function wanted(schedule: Schedule, n: number): number {
  const start = new Date(`${schedule.startLocal}Z`);
  if (schedule.period !== "monthly")
    return start.getTime() + n * DAY * (schedule.period === "weekly" ? 7 : 1);
  const month = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + n, 1);
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + n + 1, 0)).getUTCDate();
  return month + (Math.min(start.getUTCDate(), lastDay) - 1) * DAY + (start.getTime() % DAY);
}

describe("for every schedule", () => {
  test("occurrences after an instant are those of the whole list that lie after it", () => {
    fc.assert(
      fc.property(schedules, offsets, fc.integer({ min: 1, max: 8 }), (schedule, minutes, limit) => {
        const after = instantNear(schedule, minutes);
        const all = walked(schedule);
        expect(occurrencesAfter(schedule, null, limit)).toEqual(all.slice(0, limit));
        const later = all.filter((instant) => instant > after);
        expect(occurrencesAfter(schedule, after, limit)).toEqual(later.slice(0, limit));
      }),
      { numRuns: 400 },
    );
  });

  test("an instant of an occurrence is followed by the next one, and not by itself", () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 0, max: 20 }), (schedule, n) => {
        const found = occurrencesAfter(schedule, null, n + 2);
        const [last, following] = [found[n], found[n + 1]];
        if (last === undefined) return;
        expect(occurrencesAfter(schedule, last, 1)).toEqual(following === undefined ? [] : [following]);
        expect(occurrencesAfter(schedule, new Date(last.getTime() - 1), 1)).toEqual([last]);
      }),
      { numRuns: 300 },
    );
  });

  test("occurrences are distinct, ascending, and before the end", () => {
    fc.assert(
      fc.property(schedules, fc.option(offsets), (schedule, minutes) => {
        const after = minutes === null ? null : instantNear(schedule, minutes);
        const times = occurrencesAfter(schedule, after, 40).map((instant) => instant.getTime());
        expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
        const bounds = [after?.getTime() ?? -Infinity, schedule.endAt?.getTime() ?? Infinity] as const;
        expect(times.every((time) => time > bounds[0] && time < bounds[1])).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("clocks in its zone show the wanted time, the earlier of two, or one that follows a gap", () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 0, max: 60 }), (schedule, step) => {
        const n = schedule.period === "once" ? 0 : step;
        const instant = occurrence(schedule, n).getTime();
        const wall = wanted(schedule, n);
        const shown = shownAt(instant, schedule.timeZone);
        const offsetsAround = [-DAY - MINUTE, DAY + MINUTE].map(
          (distance) => shownAt(instant + distance, schedule.timeZone) - (instant + distance),
        );
        const candidates = offsetsAround
          .map((offset) => wall - offset)
          .filter((candidate) => shownAt(candidate, schedule.timeZone) === wall);
        if (candidates.length > 0) {
          expect(shown).toBe(wall);
          expect(instant).toBe(Math.min(...candidates));
        } else {
          const gap = Math.max(...offsetsAround) - Math.min(...offsetsAround);
          expect(shown).toBe(wall + gap);
        }
      }),
      { numRuns: 600 },
    );
  });

  test("what is due is the latest occurrence since the next run, and the count of skipped is exact", () => {
    fc.assert(
      fc.property(
        schedules,
        fc.integer({ min: 0, max: 5 }),
        moments,
        moments,
        (schedule, first, nowAt, editAt) => {
          const all = walked(schedule);
          const nextRunAt = all[first];
          if (nextRunAt === undefined) return;
          const now = momentOf(schedule, all, nowAt);
          const editedAt = momentOf(schedule, all, editAt);
          const come = all.filter((instant) => instant >= nextRunAt && instant <= now);
          const latest = come.at(-1);
          const found = due(schedule, nextRunAt, editedAt, now);
          if (latest === undefined) {
            expect(found).toEqual({ kind: "waiting" });
            return;
          }
          const over = schedule.endAt !== null && schedule.endAt <= now;
          expect(found).toEqual({
            kind: over ? "missed" : "due",
            occurrence: latest,
            skipped: come.filter((instant) => instant > editedAt && instant < latest).length,
            nextRunAt: over ? null : (occurrencesAfter(schedule, latest, 1)[0] ?? null),
          });
        },
      ),
      { numRuns: 600 },
    );
  });

  test("an edit of a mailing that has run plans nothing at or before the edit and the last run", () => {
    fc.assert(
      fc.property(schedules, offsets, fc.option(offsets), (schedule, editMinutes, lastMinutes) => {
        const editedAt = instantNear(schedule, editMinutes);
        const lastPlannedAt = lastMinutes === null ? null : instantNear(schedule, lastMinutes);
        const found = nextRun(schedule, { editedAt, lastPlannedAt, everPlanned: true });
        if (found === null) return;
        expect(found > editedAt).toBe(true);
        expect(lastPlannedAt === null || found > lastPlannedAt).toBe(true);
      }),
    );
  });

  test("the forecast names the instants that will run, by the clock of its zone", () => {
    fc.assert(
      fc.property(schedules, fc.option(offsets), (schedule, minutes) => {
        const after = minutes === null ? null : instantNear(schedule, minutes);
        const forecast = describeOccurrences(schedule, after, 5);
        expect(forecast.map(({ instant }) => instant)).toEqual(occurrencesAfter(schedule, after, 5));
        for (const { instant, local, utcOffset } of forecast) {
          expect(local).toBe(written(shownAt(instant.getTime(), schedule.timeZone)));
          expect(new Date(`${local}${utcOffset}`)).toEqual(instant);
        }
      }),
    );
  });
});
