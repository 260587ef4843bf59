import { Temporal } from "temporal-polyfill";

/**
 * The instant of a local date and time, as the schedule of mailings reads it: one that does not exist moves forward
 * by the gap, one that exists twice is the earlier. Null for what is no date and time. Pure.
 * @param local such as 2026-11-21T09:00
 */
export function instantOf(local: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local)) return null;
  try {
    return new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds);
  } catch (error) {
    // A day or an hour that no calendar has.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
