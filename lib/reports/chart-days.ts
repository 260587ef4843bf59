import type { ReportDay, ReportFigures } from "@/lib/reports/queries";

/** What the charts show of a day. */
export type ChartDay = Pick<
  ReportFigures,
  "successful" | "unsuccessful" | "accepted" | "rejected" | "skipped" | "cancelled" | "uncertain"
> & { day: string };

const DAY_MS = 86_400_000;

/**
 * Every day of a period up to its last, the first first: those without a run are zeros, so that the chart's axis is time.
 *
 * @param days the newest first, as the report has them
 * @param last YYYY-MM-DD, in the zone of the report
 * @param count of days, the last included
 */
export function chartDays(days: readonly ReportDay[], last: string, count: number): ChartDay[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const end = Date.parse(`${last}T00:00:00Z`);
  return Array.from({ length: count }, (_, n) => {
    const day = new Date(end - (count - 1 - n) * DAY_MS).toISOString().slice(0, 10);
    const found = known.get(day);
    return {
      day,
      successful: found?.successful ?? 0,
      unsuccessful: found?.unsuccessful ?? 0,
      accepted: found?.accepted ?? 0,
      rejected: found?.rejected ?? 0,
      skipped: found?.skipped ?? 0,
      cancelled: found?.cancelled ?? 0,
      uncertain: found?.uncertain ?? 0,
    };
  });
}
