import { NextIntlClientProvider } from "next-intl";
import { getFormatter, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { Part } from "@/app/[locale]/(workspace)/reports/part";
import type { ReportPart } from "@/app/[locale]/(workspace)/reports/report-page";
import { EmptyMessage } from "@/components/lists/empty-message";
import { FigureTable } from "@/components/reports/figure-table";
import { Funnel } from "@/components/reports/funnel";
import { ReportChart } from "@/components/reports/report-charts";
import { ReportTotals } from "@/components/reports/report-totals";
import { ButtonLink } from "@/components/ui/button-link";
import { chartDays } from "@/lib/reports/chart-days";
import { daysBefore } from "@/lib/reports/days";
import { figureHrefs, type ReportPlace } from "@/lib/reports/links";
import { report, type Report, type ReportFigures } from "@/lib/reports/queries";
import type { Scope } from "@/lib/users/scope";

/** A period in all, beside the one before, as a funnel, as charts, and by day. */
export async function Summary({ scope, user, days, period }: ReportPart) {
  const [found, before] = await Promise.all([
    report(user, scope, days),
    report(user, scope, daysBefore(days)),
  ]);
  if (found === null || before === null) forbidden();
  if (found.total.attempts === 0 && before.total.attempts === 0) return <NothingRan scope={scope} />;
  const place = { scope, days };
  const hrefs = figureHrefs(place);
  return (
    <>
      <ReportTotals {...{ report: found, before, hrefs }} />
      <div className="mt-4 grid gap-4 lg:grid-cols-2">
        <Funnel hrefs={hrefs} total={found.total} />
        <Charts found={found} place={place} />
      </div>
      <ByDay found={found} {...{ scope, period }} />
    </>
  );
}

async function NothingRan({ scope }: { scope: Scope }) {
  const t = await getTranslations("reports");
  const attempts = await getTranslations("attemptsList");
  return (
    <div className="mt-8">
      <EmptyMessage
        action={scope === "own" && <ButtonLink href="/mailings">{attempts("toMailings")}</ButtonLink>}
      >
        {t("empty")}
      </EmptyMessage>
    </div>
  );
}

async function Charts({ found, place }: { found: Report; place: ReportPlace }) {
  const t = await getTranslations("reports");
  // In place of a day, which the browser puts in.
  const hrefs = figureHrefs({ ...place, days: { first: "AT", last: "AT" } });
  return (
    <NextIntlClientProvider messages={{}}>
      {chartsOf(found.total).map(({ title, series }) => (
        <ReportChart
          key={title}
          wide={title === "emails"}
          title={t(`chartTitles.${title}`)}
          axis="days"
          stacked
          points={chartDays(
            found.days,
            place.days,
            series.map(({ name }) => name),
          )}
          series={series.map((one) => ({
            ...one,
            label: t(`figures.${one.name}`),
            href: hrefs[one.name],
          }))}
        />
      ))}
    </NextIntlClientProvider>
  );
}

/** What nobody had in the period is in no legend, but for what everybody looks for. */
function chartsOf(total: ReportFigures) {
  const emails = [
    { name: "accepted", tone: "good" },
    { name: "rejected", tone: "bad" },
    { name: "uncertain", tone: "unknown" },
    { name: "skipped", tone: "quiet" },
    { name: "cancelled", tone: "off" },
  ] as const;
  return [
    {
      title: "attempts",
      series: [
        { name: "successful", tone: "good" },
        { name: "unsuccessful", tone: "bad" },
      ],
    },
    { title: "emails", series: emails.filter(({ name }) => name === "accepted" || total[name] > 0) },
  ] as const;
}

const always = ["attempts", "successful", "unsuccessful", "planned", "accepted", "rejected"] as const;
const columns = [
  ...always,
  ...(["skipped", "cancelled", "uncertain", "delivered", "bounced", "complained"] as const),
  ...(["opened", "clicked", "unsubscribed"] as const),
] as const;

async function ByDay({ found, scope, period }: { found: Report } & Pick<ReportPart, "scope" | "period">) {
  const [t, format] = [await getTranslations("reports"), await getFormatter()];
  if (found.days.length === 0) return null;
  const shown = columns.filter((name) => always.some((one) => one === name) || found.total[name] > 0);
  return (
    <Part title={t("byDay")} by="day" {...{ scope, period }}>
      <FigureTable
        caption={t("byDay")}
        head={t("day")}
        bar="accepted"
        columns={shown.map((name) => ({ name, label: t(`figures.${name}`) }))}
        rows={found.days.map((figures) => {
          const { day } = figures;
          const label = format.dateTime(new Date(`${day}T00:00:00Z`), {
            dateStyle: "medium",
            timeZone: "UTC",
          });
          const hrefs = figureHrefs({ scope, days: { first: day, last: day } });
          return { key: day, name: label, label, figures, hrefs };
        })}
      />
    </Part>
  );
}
