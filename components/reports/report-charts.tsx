"use client";

import dynamic from "next/dynamic";
import type { ChartSeries } from "@/components/reports/day-chart";
import type { ChartDay } from "@/lib/reports/chart-days";

// 130 KB of script that no other page needs.
const DayChart = dynamic(async () => (await import("@/components/reports/day-chart")).DayChart, {
  ssr: false,
  loading: () => <div className="h-64 animate-pulse rounded-lg bg-surface-secondary" />,
});

interface ReportChartsProps {
  days: readonly ChartDay[];
  charts: readonly { title: string; series: readonly ChartSeries[] }[];
}

/** The days of a report as charts, drawn by the browser; the table below them holds the same figures. */
export function ReportCharts({ days, charts }: ReportChartsProps) {
  return (
    <div className="mt-4 grid gap-4 lg:grid-cols-2">
      {charts.map(({ title, series }) => (
        <figure
          key={title}
          className="min-w-0 break-inside-avoid overflow-hidden rounded-xl border border-border bg-surface p-5"
        >
          <figcaption className="mb-4 text-sm font-medium">{title}</figcaption>
          <DayChart days={days} series={series} />
        </figure>
      ))}
    </div>
  );
}
