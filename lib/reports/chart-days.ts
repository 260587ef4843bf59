/** What a chart shows at one place of its axis: a day, or an hour of the day. */
export interface ChartPoint {
  /** YYYY-MM-DD, or the hour. */
  at: string;
  values: Readonly<Record<string, number>>;
}

const DAY_MS = 86_400_000;

/**
 * Every day from the first to the last, the first first: those of which nothing is known are zeros, so that the chart's
 * axis is time.
 *
 * @param rows of days in whatever order
 */
export function chartDays<Name extends string>(
  rows: readonly ({ day: string } & Readonly<Record<Name, number>>)[],
  { first, last }: { first: string; last: string },
  names: readonly Name[],
): ChartPoint[] {
  const known = new Map(rows.map((row) => [row.day, row]));
  const [begin, end] = [Date.parse(`${first}T00:00:00Z`), Date.parse(`${last}T00:00:00Z`)];
  return Array.from({ length: Math.round((end - begin) / DAY_MS) + 1 }, (_, n) => {
    const at = new Date(begin + n * DAY_MS).toISOString().slice(0, 10);
    const found = known.get(at);
    return { at, values: Object.fromEntries(names.map((name) => [name, found?.[name] ?? 0])) };
  });
}
