import type { createFormatter } from "next-intl";

/** Days in words: "1 – 30 November 2026", or one day. */
export function dayRange(
  format: Pick<ReturnType<typeof createFormatter>, "dateTimeRange">,
  { first, last }: { first: string; last: string },
): string {
  const instant = (day: string) => new Date(`${day}T00:00:00Z`);
  return format.dateTimeRange(instant(first), instant(last), {
    ...{ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" },
  });
}
