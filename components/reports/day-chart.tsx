"use client";

import { useFormatter } from "next-intl";
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { ChartDay } from "@/lib/reports/chart-days";

export interface ChartSeries {
  name: Exclude<keyof ChartDay, "day">;
  label: string;
  /** Each tone has a pattern of its own, so that they are told apart without colour. */
  tone: "good" | "bad" | "unknown" | "quiet" | "off";
}

const HEIGHT = 256;
const TEXT = { fill: "var(--muted)", fontSize: 12 };

/** Stacked bars, one for each day. */
export function DayChart({ days, series }: { days: readonly ChartDay[]; series: readonly ChartSeries[] }) {
  const format = useFormatter();
  const short = (day: string) =>
    format.dateTime(instantOf(day), { day: "numeric", month: "short", timeZone: "UTC" });
  const long = (day: string) => format.dateTime(instantOf(day), { dateStyle: "full", timeZone: "UTC" });
  return (
    // What it says is in the table of days, so nothing in it takes the focus.
    <div aria-hidden="true">
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <BarChart
          accessibilityLayer={false}
          data={[...days]}
          margin={{ top: 4, right: 4, bottom: 0, left: 0 }}
          barCategoryGap="15%"
        >
          <Patterns />
          <CartesianGrid vertical={false} stroke="var(--separator)" />
          <XAxis
            dataKey="day"
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
            cursor={{ fill: "var(--default)", opacity: 0.6 }}
            labelFormatter={(day) => (typeof day === "string" ? long(day) : "")}
            formatter={(value) => format.number(Number(value))}
            contentStyle={{
              background: "var(--overlay)",
              border: "1px solid var(--border)",
              borderRadius: 8,
              color: "var(--foreground)",
              fontSize: 13,
            }}
            itemStyle={{ color: "var(--foreground)" }}
            isAnimationActive={false}
          />
          <Legend
            itemSorter={null}
            wrapperStyle={{ fontSize: 13 }}
            formatter={(label) => <span className="text-muted">{label}</span>}
          />
          {series.map(({ name, label, tone }) => (
            <Bar
              key={name}
              dataKey={name}
              name={label}
              stackId="day"
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
