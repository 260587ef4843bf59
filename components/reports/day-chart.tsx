"use client";

import { useFormatter } from "next-intl";
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useRouter } from "@/lib/i18n/navigation";
import type { ChartPoint } from "@/lib/reports/chart-days";

export interface ChartSeries {
  /** Of the points' values. */
  name: string;
  label: string;
  /** Each tone has a pattern of its own, so that they are told apart without colour. */
  tone: "good" | "bad" | "unknown" | "quiet" | "off";
  /** The rows that a bar counts; AT stands for its place on the axis. */
  href: string;
}

const HEIGHT = 256;
const TEXT = { fill: "var(--muted)", fontSize: 12 };

const tooltip = {
  cursor: { fill: "var(--default)", opacity: 0.6 },
  contentStyle: {
    background: "var(--overlay)",
    border: "1px solid var(--border)",
    borderRadius: 8,
    color: "var(--foreground)",
    fontSize: 13,
  },
  itemStyle: { color: "var(--foreground)" },
  isAnimationActive: false,
} as const;

export interface DayChartProps {
  points: readonly ChartPoint[];
  series: readonly ChartSeries[];
  axis: "days" | "hours";
  /** Bars upon each other, or side by side. */
  stacked: boolean;
}

/** Bars, for each day or hour; each leads to the rows that it counts. */
export function DayChart({ points, series, axis, stacked }: DayChartProps) {
  const format = useFormatter();
  const router = useRouter();
  const short = (at: string) =>
    axis === "hours"
      ? `${at}:00`
      : format.dateTime(instantOf(at), { day: "numeric", month: "short", timeZone: "UTC" });
  const long = (at: string) =>
    axis === "hours"
      ? `${at}:00–${at}:59`
      : format.dateTime(instantOf(at), { dateStyle: "full", timeZone: "UTC" });
  return (
    // What it says is in the table of days, so nothing in it takes the focus.
    <div aria-hidden="true">
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <BarChart
          accessibilityLayer={false}
          data={[...points]}
          margin={{ top: 4, right: 4, bottom: 0, left: 0 }}
          barCategoryGap="15%"
        >
          <Patterns />
          <CartesianGrid vertical={false} stroke="var(--separator)" />
          <XAxis
            dataKey="at"
            tickFormatter={short}
            tick={TEXT}
            tickLine={false}
            stroke="var(--border)"
            minTickGap={28}
          />
          <YAxis
            allowDecimals={false}
            tickFormatter={(value: number) => format.number(value, { notation: "compact" })}
            tick={TEXT}
            tickLine={false}
            axisLine={false}
            width={44}
          />
          <Tooltip
            {...tooltip}
            labelFormatter={(at) => (typeof at === "string" ? long(at) : "")}
            formatter={(value) => format.number(Number(value))}
          />
          <Legend
            itemSorter={null}
            wrapperStyle={{ fontSize: 13 }}
            formatter={(label) => <span className="text-muted">{label}</span>}
          />
          {series.map(({ name, label, tone, href }) => (
            <Bar
              key={name}
              dataKey={(point: ChartPoint) => point.values[name]}
              name={label}
              {...(stacked && { stackId: "all" })}
              className="cursor-pointer"
              onClick={(_bar, index) => {
                const at = points[index]?.at;
                if (at !== undefined) router.push(href.replaceAll("AT", at));
              }}
              fill={`url(#bar-${tone})`}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

function Patterns() {
  return (
    <defs>
      <linearGradient id="bar-good">
        <stop offset="0" stopColor="var(--accent)" />
      </linearGradient>
      <pattern id="bar-bad" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill="var(--danger)" opacity="0.35" />
        <rect width="3" height="6" fill="var(--danger)" />
      </pattern>
      <pattern id="bar-unknown" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="4" height="4" fill="var(--warning)" opacity="0.35" />
        <rect width="4" height="2" fill="var(--warning)" />
      </pattern>
      <pattern id="bar-off" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <rect width="1.5" height="5" fill="var(--muted)" />
      </pattern>
      <pattern id="bar-quiet" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill="var(--muted)" opacity="0.25" />
        <circle cx="3" cy="3" r="1.4" fill="var(--muted)" />
      </pattern>
    </defs>
  );
}

function instantOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
