"use client";

import { useFormatter, useTranslations } from "next-intl";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { weeksOf } from "@/components/mailings/calendar-weeks";
import { useFirstWeekday } from "@/components/mailings/use-first-weekday";
import type { CalendarRun } from "@/lib/mailings/draft-forecast";

/** The runs to come, a month at a time, in the mailing's zone. */
export function OccurrenceCalendar({ runs }: { runs: readonly CalendarRun[] }) {
  const t = useTranslations("mailingForm.calendar");
  const format = useFormatter();
  const firstWeekday = useFirstWeekday();
  const months = [...new Set(runs.map(({ local }) => local.slice(0, 7)))];
  const [wanted, setWanted] = useState("");
  // Another schedule may have no run in the month that was looked at.
  const at = Math.max(0, months.indexOf(wanted));
  const month = months[at] ?? "";
  const byDay = new Map(runs.map((run) => [run.local.slice(0, 10), run]));
  const weeks = weeksOf(month, firstWeekday);
  const name = format.dateTime(new Date(`${month}-15T12:00Z`), {
    ...{ month: "long", year: "numeric", timeZone: "UTC" },
  });
  const usual = usualTime(runs);
  return (
    <div>
      <div className="flex items-center justify-between">
        <h3 className="text-sm font-medium first-letter:uppercase" aria-live="polite">
          {name}
        </h3>
        <div className="flex">
          <Turn label={t("before")} to={months[at - 1]} turn={setWanted}>
            <ChevronLeft size={18} aria-hidden />
          </Turn>
          <Turn label={t("after")} to={months[at + 1]} turn={setWanted}>
            <ChevronRight size={18} aria-hidden />
          </Turn>
        </div>
      </div>
      <table className="mt-1 w-full table-fixed text-center text-sm tabular-nums">
        <caption className="sr-only">{t("caption", { month: name })}</caption>
        <thead>
          <tr>
            {weeks[0]?.map((_, nth) => (
              <th key={nth} scope="col" className="py-1 text-xs font-normal text-muted">
                {/* The first of January 2023 was a Sunday. */}
                {format.dateTime(new Date(Date.UTC(2023, 0, 1 + ((firstWeekday + nth) % 7))), {
                  ...{ weekday: "short", timeZone: "UTC" },
                })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((day) => day !== null)}>
              {week.map((day, nth) => (
                <td key={day ?? nth} className="p-0.5">
                  {day !== null && <Day day={day} run={byDay.get(day)} usual={usual} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 text-xs text-muted">
        {t(runs.some(({ local }) => local.slice(11) !== usual) ? "usual" : "always", { time: usual })}
      </p>
    </div>
  );
}

/** The time of day of most runs: a change of the clocks moves few. */
function usualTime(runs: readonly CalendarRun[]): string {
  const usual = runs.find(({ moved }) => !moved) ?? runs[0];
  return usual?.local.slice(11) ?? "";
}

interface TurnProps {
  label: string;
  /** Undefined where there is none. */
  to: string | undefined;
  turn: (month: string) => void;
  children: React.ReactNode;
}

function Turn({ label, to, turn, children }: TurnProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      // It keeps the focus where there is nothing further.
      aria-disabled={to === undefined}
      onClick={() => to !== undefined && turn(to)}
      className="flex size-9 cursor-pointer items-center justify-center rounded-lg hover:bg-surface-secondary aria-disabled:cursor-default aria-disabled:opacity-40"
    >
      {children}
    </button>
  );
}

interface DayProps {
  /** YYYY-MM-DD */
  day: string;
  run: CalendarRun | undefined;
  usual: string;
}

/** A day with a run is marked by a shape, and its time is said where it is another than usual. */
function Day({ day, run, usual }: DayProps) {
  const t = useTranslations("mailingForm.calendar");
  const number = Number(day.slice(8));
  if (run === undefined) return <span className="block py-1 text-muted">{number}</span>;
  const time = run.local.slice(11);
  return (
    <span className="block rounded-lg bg-accent py-1 font-semibold text-accent-foreground">
      {number}
      <span className="sr-only">{t("runsAt", { time })}</span>
      {time !== usual && (
        <span aria-hidden className="block text-[0.6875rem] leading-tight">
          {time}
        </span>
      )}
    </span>
  );
}
