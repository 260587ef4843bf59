"use client";

import { useFormatter, useTranslations } from "next-intl";
import { AudienceSum, chosenRows } from "@/components/mailings/audience-sum";
import { OccurrenceCalendar } from "@/components/mailings/occurrence-calendar";
import { isExact, type ShownForecast } from "@/components/mailings/use-forecast";
import { useAboutNumber } from "@/components/lists/use-about-number";
import { Notice } from "@/components/ui/notice";
import type { DraftForecast } from "@/lib/mailings/draft-forecast";
import { roughDuration } from "@/lib/mailings/pace";
import type { MailingFields } from "@/lib/mailings/schema";

/** What saving leads to, beside the form. */
export function ForecastPanel({ shown, fields }: { shown: ShownForecast; fields: MailingFields }) {
  const t = useTranslations("mailingForm.forecast");
  const { forecast, isOld } = shown;
  const isCounting = isOld || (forecast !== null && !isExact(shown));
  return (
    <section
      aria-label={t("title")}
      aria-busy={isCounting}
      className={`flex flex-col gap-5 rounded-2xl border border-border bg-surface p-5 shadow-surface ${isOld ? "opacity-70" : ""}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-display text-lg font-semibold">{t("title")}</h2>
        {isCounting && forecast !== null && <span className="text-sm text-muted">{t("counting")}</span>}
      </div>
      {forecast === null ? (
        <p className="text-sm text-muted">{isOld ? t("loading") : t("incomplete")}</p>
      ) : (
        <>
          <People forecast={forecast} rows={chosenRows(fields)} />
          <Runs forecast={forecast} timeZone={fields.timeZone} />
          {forecast.calendar.length > 1 && <OccurrenceCalendar runs={forecast.calendar} />}
          <Plan forecast={forecast} />
          <Warnings forecast={forecast} />
        </>
      )}
    </section>
  );
}

function People({ forecast, rows }: { forecast: DraftForecast; rows: string | null }) {
  const { audience, receive, duration, isEstimate } = forecast;
  const t = useTranslations("mailingForm.forecast");
  const aboutNumber = useAboutNumber();
  const rough = roughDuration(duration / 1_000);
  return (
    <div>
      {/* Where nobody is chosen yet, the warning says so. */}
      {audience.chosen > 0 && (
        <p className="text-2xl font-semibold tabular-nums">
          {isEstimate ? t("receiveAbout", { about: aboutNumber(receive) }) : t("receive", { count: receive })}
        </p>
      )}
      {receive > 0 && (
        <p className="text-sm text-muted">{t(`duration.${rough.unit}`, { count: rough.count })}</p>
      )}
      {audience.chosen + audience.duplicates > receive && <AudienceSum {...{ audience, isEstimate, rows }} />}
    </div>
  );
}

function Runs({ forecast, timeZone }: { forecast: DraftForecast; timeZone: string }) {
  const t = useTranslations("mailingForm.forecast");
  const format = useFormatter();
  const { atOnce, occurrences } = forecast;
  const look = { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" } as const;
  if (occurrences.length === 0) return null;
  return (
    <div>
      <h3 className="text-sm font-medium">{t("runs", { count: occurrences.length })}</h3>
      <p className="text-xs text-muted">{t("timesIn", { zone: timeZone })}</p>
      <ol className="mt-2 flex flex-col gap-2 text-sm">
        {occurrences.map(({ instant, utcOffset, notes }, nth) => (
          <li key={instant.getTime()}>
            <span className="font-medium tabular-nums">
              {nth === 0 && atOnce !== null ? t("atOnce") : format.dateTime(instant, { ...look, timeZone })}
            </span>
            <span className="ms-2 text-xs whitespace-nowrap text-muted">{utcOffset}</span>
            {utcOffset !== "+00:00" && (
              <span className="block text-xs text-muted tabular-nums">
                {t("inUtc", { utc: format.dateTime(instant, { ...look, timeZone: "UTC" }) })}
              </span>
            )}
            {nth === 0 && atOnce !== null && atOnce.skipped > 0 && (
              <span className="block text-xs text-muted">{t("skipped", { count: atOnce.skipped })}</span>
            )}
            {notes.map((note) => (
              <span key={note} className="block text-xs text-muted">
                {t(`notes.${note}`)}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What the provider's plan leaves, and what it means for a run. */
function Plan({ forecast: { quota, receive, isEstimate } }: { forecast: DraftForecast }) {
  const t = useTranslations("mailingForm.forecast.quota");
  const kinds = (["daily", "monthly"] as const).flatMap((kind) => {
    const left = quota[kind];
    return left === null ? [] : [{ kind, left }];
  });
  if (kinds.length === 0 || receive === 0) return null;
  // What a run needs is said with its number.
  const isShort = !isEstimate && kinds.some(({ left }) => left < receive);
  const said = kinds.map(({ kind, left }) => <p key={kind}>{t(kind, { left })}</p>);
  if (!isShort) return <div className="text-sm text-muted">{said}</div>;
  return (
    <Notice tone="careful">
      {said}
      <p>{t("short", { count: receive })}</p>
    </Notice>
  );
}

function Warnings({ forecast: { warnings, fault, held, openAttempt } }: { forecast: DraftForecast }) {
  const t = useTranslations("mailingForm.forecast");
  const said = [
    ...(fault === null ? [] : [t(`faults.${fault}`)]),
    ...(held ? [t("held")] : []),
    ...(openAttempt ? [t("openAttempt")] : []),
    ...warnings.map((warning) => t(`warnings.${warning}`)),
  ];
  if (said.length === 0) return null;
  return (
    <Notice tone="careful">
      {said.map((words) => (
        <p key={words}>{words}</p>
      ))}
    </Notice>
  );
}
