import { Temporal } from "temporal-polyfill";

export const reportPeriods = ["week", "month", "quarter", "year"] as const;
export type ReportPeriod = (typeof reportPeriods)[number];

/** Days of a period, today included. */
export const periodDays: Record<ReportPeriod, number> = { week: 7, month: 30, quarter: 91, year: 365 };

/** Whole days in a zone, the first and the last included; YYYY-MM-DD. */
export interface Days {
  first: string;
  last: string;
  /** IANA name. */
  timeZone: string;
}

/** The days of a period that ends today. */
export function daysOfPeriod(period: ReportPeriod, now: Date, timeZone: string): Days {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  return daysUpTo(today, periodDays[period], timeZone);
}

/** As many days, just before these. */
export function daysBefore(days: Days): Days {
  const last = Temporal.PlainDate.from(days.first).subtract({ days: 1 });
  return daysUpTo(last, countDays(days), days.timeZone);
}

export function countDays({ first, last }: Days): number {
  return (
    Temporal.PlainDate.from(first).until(Temporal.PlainDate.from(last), { largestUnit: "days" }).days + 1
  );
}

function daysUpTo(last: Temporal.PlainDate, count: number, timeZone: string): Days {
  return { first: last.subtract({ days: count - 1 }).toString(), last: last.toString(), timeZone };
}

/** When they begin, and when the day after them does. */
export function instantsOf({ first, last, timeZone }: Days): { from: Date; before: Date } {
  const begin = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
  return {
    from: begin(Temporal.PlainDate.from(first)),
    before: begin(Temporal.PlainDate.from(last).add({ days: 1 })),
  };
}

/** Days as an address has them. */
export function writeDays({ first, last }: Pick<Days, "first" | "last">): string {
  return `${first}_${last}`;
}

const DAY = /^(?:19|20)\d\d-\d\d-\d\d$/;

/** The days of an address; null for none, and for what are no days in their order. */
export function readDays(text: string, timeZone: string): Days | null {
  const [first = "", last = "", more] = text.split("_");
  if (more !== undefined || !isDay(first) || !isDay(last) || last < first) return null;
  return { first, last, timeZone };
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
