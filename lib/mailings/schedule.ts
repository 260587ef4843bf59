import { Temporal } from "temporal-polyfill";
import { clockChangeAt, momentOf, skippedDays } from "@/lib/mailings/clock-changes";

export type Period = "once" | "daily" | "weekly" | "monthly";

export interface Schedule {
  /** Wall time of the first occurrence without a zone, YYYY-MM-DDTHH:mm:ss. */
  startLocal: string;
  /** IANA name. */
  timeZone: string;
  period: Period;
  /** Occurrences count while they lie before this instant; null: for ever. */
  endAt: Date | null;
}

export interface PlannedState {
  /** When the schedule was last edited. */
  editedAt: Date;
  /** Instant of the last planned scheduled occurrence. */
  lastPlannedAt: Date | null;
  /** Whether the mailing has any attempt at all, a start by hand included. */
  everPlanned: boolean;
}

export type Due =
  | { kind: "waiting" }
  | { kind: "due"; occurrence: Date; skipped: number; nextRunAt: Date | null }
  | { kind: "missed"; occurrence: Date; skipped: number; nextRunAt: null };

export type ScheduleFault = "start_invalid" | "zone_unknown" | "end_not_after_start" | "end_in_past";

export interface OccurrenceNote {
  instant: Date;
  /** Wall time in the mailing's zone, YYYY-MM-DDTHH:mm:ss. */
  local: string;
  /** As in +02:00. */
  utcOffset: string;
  notes: ("clock_forward" | "clock_repeated" | "offset_changed" | "month_end")[];
}

/**
 * What keeps a schedule from being saved at `now`, or null. Demanded are a real date and time, a zone that is
 * known here, and an end after both the first occurrence and `now`.
 */
export function scheduleFault(schedule: Schedule, now: Date): ScheduleFault | null {
  if (!isLocalTime(schedule.startLocal)) return "start_invalid";
  if (!isTimeZone(schedule.timeZone)) return "zone_unknown";
  if (schedule.endAt === null) return null;
  if (schedule.endAt <= occurrence(schedule, 0)) return "end_not_after_start";
  return schedule.endAt <= now ? "end_in_past" : null;
}

/**
 * The instant that `nextRunAt` gets when a schedule is saved; null where no occurrence is to come. A mailing
 * for which nothing was ever planned gets its first occurrence even when that is past, and so is due at once.
 */
export function nextRun(schedule: Schedule, state: PlannedState): Date | null {
  const after = state.everPlanned ? laterOf(state.editedAt, state.lastPlannedAt) : null;
  return occurrencesAfter(schedule, after, 1)[0] ?? null;
}

/**
 * What is to be done at `now`. Of all occurrences that have come since `nextRunAt` only the latest runs;
 * `skipped` counts the others that lie after `editedAt`. Once the end has passed, the latest one is missed.
 * In both cases the answer carries the `nextRunAt` to store with the attempt.
 */
export function due(schedule: Schedule, nextRunAt: Date | null, editedAt: Date, now: Date): Due {
  if (nextRunAt === null || nextRunAt > now) return { kind: "waiting" };
  const over = schedule.endAt !== null && schedule.endAt <= now;
  const upcoming = occurrencesAfter(schedule, now, 1)[0] ?? null;
  const latest = occurrenceToServe(schedule, nextRunAt, upcoming, now);
  if (latest === null) return { kind: "waiting" };
  const skipped = countBetween(schedule, laterOf(justBefore(nextRunAt), editedAt), latest);
  return over
    ? { kind: "missed", occurrence: latest, skipped, nextRunAt: null }
    : { kind: "due", occurrence: latest, skipped, nextRunAt: upcoming };
}

/**
 * The first `limit` instants of the schedule strictly after `after` (null: from the first) and before its
 * end, ascending and distinct.
 */
export function occurrencesAfter(schedule: Schedule, after: Date | null, limit: number): Date[] {
  return indicesAfter(schedule, after, limit).map((n) => occurrence(schedule, n));
}

/**
 * The occurrences that `occurrencesAfter` gives, for people to read before they save, with what is unusual
 * about each. `offset_changed` compares with the occurrence before, be it listed or not.
 */
export function describeOccurrences(schedule: Schedule, after: Date | null, limit: number): OccurrenceNote[] {
  return indicesAfter(schedule, after, limit).map((n) => {
    const wanted = localTime(schedule, n);
    const moment = momentOf(wanted, schedule.timeZone);
    const before = n === 0 ? moment : momentOf(localTime(schedule, n - 1), schedule.timeZone);
    const notes: OccurrenceNote["notes"] = [];
    const clockChange = clockChangeAt(wanted, moment);
    if (clockChange !== null) notes.push(clockChange);
    if (moment.offsetNanoseconds !== before.offsetNanoseconds) notes.push("offset_changed");
    if (schedule.period === "monthly" && wanted.day !== localTime(schedule, 0).day) notes.push("month_end");
    return {
      instant: new Date(moment.epochMilliseconds),
      local: moment.toPlainDateTime().toString(),
      utcOffset: moment.offset,
      notes,
    };
  });
}

/**
 * The instant of the nth occurrence, counted from 0, whatever the end. Throws RangeError where there is none:
 * n is no whole number, negative, above 0 for a mailing that runs once, or beyond what a Date can hold.
 */
export function occurrence(schedule: Schedule, n: number): Date {
  return new Date(momentOf(localTime(schedule, n), schedule.timeZone).epochMilliseconds);
}

/** The occurrence that has its turn at `now`, `nextRunAt` being due; null: none yet. */
function occurrenceToServe(
  schedule: Schedule,
  nextRunAt: Date,
  upcoming: Date | null,
  now: Date,
): Date | null {
  const over = schedule.endAt !== null && schedule.endAt <= now;
  const bound = schedule.endAt !== null && over ? justBefore(schedule.endAt) : now;
  const index = firstIndexAfter(schedule, bound) - 1;
  const latest = index < 0 ? null : occurrence(schedule, index);
  if (latest !== null && latest >= nextRunAt) return latest;
  // None since nextRunAt: a country changed its clocks after nextRunAt was stored, and a newer time zone
  // database puts that occurrence a little earlier or later. Whichever neighbour is nearer is the one meant.
  if (upcoming !== null) {
    const ahead = upcoming.getTime() - nextRunAt.getTime();
    return latest !== null && nextRunAt.getTime() - latest.getTime() <= ahead ? latest : null;
  }
  return latest ?? (over ? nextRunAt : null);
}

/** How many distinct occurrences lie strictly between two instants, without a walk over all of them. */
function countBetween(schedule: Schedule, after: Date, before: Date): number {
  if (before <= after) return 0;
  const first = firstIndexAfter(schedule, after);
  const count = firstIndexAfter(schedule, justBefore(before)) - first;
  // Weeks and months are too long for two occurrences to meet on one instant.
  if (schedule.period !== "daily" || count < 2) return count;
  // The shared instant follows the skipped day's beginning by less than a day.
  const from = new Date(after.getTime() - 24 * 60 * 60 * 1000);
  const shared = skippedDays(schedule.timeZone, from, before).filter((change) => {
    const n = firstIndexAfter(schedule, justBefore(change));
    const instant = occurrence(schedule, n);
    return instant > after && instant < before && instant.getTime() === occurrence(schedule, n + 1).getTime();
  });
  return count - shared.length;
}

/** Numbers of the occurrences that `occurrencesAfter` gives; of those that share an instant the first. */
function indicesAfter(schedule: Schedule, after: Date | null, limit: number): number[] {
  const indices: number[] = [];
  let last = after;
  for (let n = firstIndexAfter(schedule, after); indices.length < limit && exists(schedule, n); n += 1) {
    const instant = occurrence(schedule, n);
    if (schedule.endAt !== null && instant >= schedule.endAt) break;
    if (last !== null && instant <= last) continue;
    indices.push(n);
    last = instant;
  }
  return indices;
}

/** The number of the first occurrence after an instant; for a mailing that runs once 1 where none is. */
function firstIndexAfter(schedule: Schedule, after: Date | null): number {
  if (after === null) return 0;
  const start = localTime(schedule, 0);
  const local = Temporal.Instant.fromEpochMilliseconds(after.getTime())
    .toZonedDateTimeISO(schedule.timeZone)
    .toPlainDateTime();
  // No clock change is larger than a day, so one period back is early enough.
  let n = Math.max(0, wholePeriods(schedule.period, start, local) - 1);
  while (exists(schedule, n) && occurrence(schedule, n) <= after) n += 1;
  return n;
}

function wholePeriods(period: Period, from: Temporal.PlainDateTime, to: Temporal.PlainDateTime): number {
  switch (period) {
    case "once":
      return 0;
    case "daily":
      return from.until(to, { largestUnit: "days" }).days;
    case "weekly":
      return from.until(to, { largestUnit: "weeks" }).weeks;
    case "monthly":
      return from.until(to, { largestUnit: "months" }).months;
  }
}

/** Counted from the start and never from the occurrence before: the 31st is the 31st again after a short month. */
function localTime(schedule: Schedule, n: number): Temporal.PlainDateTime {
  if (n < 0 || !exists(schedule, n)) throw new RangeError(`No occurrence ${n}`);
  const start = Temporal.PlainDateTime.from(schedule.startLocal);
  switch (schedule.period) {
    case "once":
      return start;
    case "daily":
      return start.add({ days: n });
    case "weekly":
      return start.add({ weeks: n });
    case "monthly":
      return start.add({ months: n }, { overflow: "constrain" });
  }
}

function exists(schedule: Schedule, n: number): boolean {
  return schedule.period !== "once" || n === 0;
}

function isLocalTime(text: string): boolean {
  // Years with fewer digits typed (0026) are slips that would be due at once; 9999 could reach year 10000 in UTC.
  const year = Number(text.slice(0, 4));
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text) || year < 1970 || year > 9998) return false;
  try {
    // Compared, because a second 60 is read as 59.
    return Temporal.PlainDateTime.from(text).toString() === text;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function isTimeZone(name: string): boolean {
  // A bare offset such as +03:00 has no rules and is not a zone.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function laterOf(one: Date, other: Date | null): Date {
  return other !== null && other > one ? other : one;
}

function justBefore(instant: Date): Date {
  return new Date(instant.getTime() - 1);
}
