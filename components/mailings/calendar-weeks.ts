/**
 * The days of a month as weeks of seven, null beside the month.
 *
 * @param month YYYY-MM
 * @param firstWeekday that a week begins with: 0 is Sunday
 * @returns days as YYYY-MM-DD
 */
export function weeksOf(month: string, firstWeekday: number): (string | null)[][] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const ahead = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() - firstWeekday + 7) % 7;
  const weeks = Math.ceil((ahead + days) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_unused, nth) => {
      const day = week * 7 + nth - ahead + 1;
      return day < 1 || day > days ? null : `${month}-${String(day).padStart(2, "0")}`;
    }),
  );
}
