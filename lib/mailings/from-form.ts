import { Temporal } from "temporal-polyfill";
import { momentOf } from "@/lib/mailings/clock-changes";
import type { Schedule } from "@/lib/mailings/schedule";
import type { DraftForm } from "@/lib/mailings/schema";

export type TimeFault =
  { startLocal: "time_missing" } | { endLocal: "time_missing" } | { timeZone: "zone_unknown" };

/**
 * The schedule that a form means at `now`.
 *
 * @param saved the mailing that is edited: its end stays as it is, to the millisecond, while the form says the same
 */
export function scheduleOf(
  form: Pick<DraftForm, "when" | "startLocal" | "endLocal" | "timeZone" | "period">,
  now: Date,
  saved: Schedule | null,
): { schedule: Schedule } | { faults: TimeFault } {
  const { timeZone, period } = form;
  if (!isZone(timeZone)) return { faults: { timeZone: "zone_unknown" } };
  const start = form.when === "now" ? wallTime(now, timeZone) : parsed(form.startLocal);
  if (start === null) return { faults: { startLocal: "time_missing" } };
  const startLocal = start.toString({ smallestUnit: "second" });
  const untouched = saved !== null && saved.timeZone === timeZone && localEnd(saved) === form.endLocal;
  if (untouched) return { schedule: { startLocal, timeZone, period, endAt: saved.endAt } };
  if (form.endLocal === "") return { schedule: { startLocal, timeZone, period, endAt: null } };
  const end = parsed(form.endLocal);
  if (end === null) return { faults: { endLocal: "time_missing" } };
  const endAt = new Date(momentOf(end, timeZone).epochMilliseconds);
  return { schedule: { startLocal, timeZone, period, endAt } };
}

/** A schedule as its form shows it, without seconds that are nought. */
export function timesOfForm(schedule: Schedule): { startLocal: string; endLocal: string } {
  return { startLocal: shortTime(schedule.startLocal), endLocal: localEnd(schedule) };
}

function localEnd({ endAt, timeZone }: Schedule): string {
  return endAt === null ? "" : shortTime(wallTime(endAt, timeZone).toString({ smallestUnit: "second" }));
}

function shortTime(local: string): string {
  return local.endsWith(":00") ? local.slice(0, 16) : local;
}

function wallTime(instant: Date, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .round({ smallestUnit: "second", roundingMode: "floor" });
}

function parsed(local: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(local, { overflow: "reject" });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isZone(timeZone: string): boolean {
  try {
    return new Temporal.ZonedDateTime(0n, timeZone).timeZoneId !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
