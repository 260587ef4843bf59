import { Temporal } from "temporal-polyfill";

const DAY_IN_NANOSECONDS = 24 * 60 * 60 * 1e9;

/**
 * The moment at which clocks in `timeZone` show `local`. A local time that a clock change leaves out moves
 * forward by the gap; of one that comes twice the earlier is taken.
 */
export function momentOf(local: Temporal.PlainDateTime, timeZone: string): Temporal.ZonedDateTime {
  return local.toZonedDateTime(timeZone, { disambiguation: "compatible" });
}

/** The day that it is in `timeZone` at an instant. */
export function localDay(instant: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** What a clock change did to `local` on the way to `moment`: it was left out, it comes twice, or neither. */
export function clockChangeAt(
  local: Temporal.PlainDateTime,
  moment: Temporal.ZonedDateTime,
): "clock_forward" | "clock_repeated" | null {
  if (!moment.toPlainDateTime().equals(local)) return "clock_forward";
  const later = local.toZonedDateTime(moment.timeZoneId, { disambiguation: "later" });
  return later.epochMilliseconds === moment.epochMilliseconds ? null : "clock_repeated";
}

/**
 * The instants strictly between two at which clocks in `timeZone` were set ahead by a whole day: a change of
 * side at the date line, as in Apia at the end of 29 December 2011. Only there do two days share their times.
 */
export function skippedDays(timeZone: string, from: Date, to: Date): Date[] {
  const days: Date[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone);
  for (;;) {
    const change = moment.getTimeZoneTransition("next");
    if (change === null || change.epochMilliseconds >= to.getTime()) return days;
    const before = change.subtract({ nanoseconds: 1 });
    if (change.offsetNanoseconds - before.offsetNanoseconds >= DAY_IN_NANOSECONDS) {
      days.push(new Date(change.epochMilliseconds));
    }
    moment = change;
  }
}
