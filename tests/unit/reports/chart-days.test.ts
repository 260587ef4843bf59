import { expect, it } from "vitest";
import { chartDays } from "@/lib/reports/chart-days";
import type { ReportDay } from "@/lib/reports/queries";

const none = { attempts: 0, successful: 0, unsuccessful: 0, planned: 0, accepted: 0, rejected: 0 };
const rest = { skipped: 0, cancelled: 0, uncertain: 0, delivered: 0, bounced: 0, complained: 0 };
const ran = (day: string, accepted: number): ReportDay => ({ ...none, ...rest, day, accepted });

it("a chart has every day of its period, the first first, over the end of a month, with zeros where nothing ran", () => {
  const days = chartDays([ran("2026-03-01", 5), ran("2026-02-27", 2)], "2026-03-01", 4);
  expect(days.map(({ day, accepted }) => `${day} ${accepted}`)).toEqual([
    "2026-02-26 0",
    "2026-02-27 2",
    "2026-02-28 0",
    "2026-03-01 5",
  ]);
});
