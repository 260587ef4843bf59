"use client";

import dynamic from "next/dynamic";
import type { DayChartProps } from "@/components/reports/day-chart";

// 130 KB of script that no other page needs.
const DayChart = dynamic(async () => (await import("@/components/reports/day-chart")).DayChart, {
  ssr: false,
  loading: () => <div className="h-64 animate-pulse rounded-lg bg-surface-secondary" />,
});

interface ReportChartProps extends DayChartProps {
  title: string;
  /** As the page: over both columns, where there are two. */
  wide?: boolean;
}

/** A report's chart, drawn by the browser; a table on the same page holds the same figures. */
export function ReportChart({ title, wide = false, ...chart }: ReportChartProps) {
  return (
    <figure
      className={`min-w-0 break-inside-avoid overflow-hidden rounded-xl border border-border bg-surface p-5 ${wide ? "wide-chart lg:col-span-2" : ""}`}
    >
      <figcaption className="mb-4 text-sm font-medium">{title}</figcaption>
      <DayChart {...chart} />
    </figure>
  );
}
