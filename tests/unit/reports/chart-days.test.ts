import { expect, it } from "vitest";
import { chartDays } from "@/lib/reports/chart-days";

it("a chart has every day of its period, the first first, over the end of a month, with zeros where nothing ran", () => {
  const rows = [
    { day: "2026-03-01", accepted: 5, rejected: 1 },
    { day: "2026-02-27", accepted: 2, rejected: 0 },
  ];
  const points = chartDays(rows, { first: "2026-02-26", last: "2026-03-01" }, ["accepted", "rejected"]);
  expect(points.map(({ at, values }) => `${at} ${values["accepted"]} ${values["rejected"]}`)).toEqual([
    "2026-02-26 0 0",
    "2026-02-27 2 0",
    "2026-02-28 0 0",
    "2026-03-01 5 1",
  ]);
});
