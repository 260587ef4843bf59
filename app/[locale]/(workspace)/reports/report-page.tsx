import { NextIntlClientProvider } from "next-intl";
import { getFormatter, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import type { ReactNode } from "react";
import { EmptyMessage } from "@/components/lists/empty-message";
import { ExportLink } from "@/components/lists/export-link";
import { FilterLinks } from "@/components/lists/filter-links";
import { ReportCharts } from "@/components/reports/report-charts";
import { ReportTable } from "@/components/reports/report-table";
import { ReportTotals } from "@/components/reports/report-totals";
import { ButtonLink } from "@/components/ui/button-link";
import { Link } from "@/components/ui/link";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedChoice, type QueryValue } from "@/lib/paging/address";
import { chartDays } from "@/lib/reports/chart-days";
import { periodDays, report, reportPeriods, type Report, type ReportFigures } from "@/lib/reports/queries";
import type { Scope } from "@/lib/users/scope";

const EXPORT = "/api/reports/export";
/** The period of an address that says none. */
const STANDARD = "month";

interface ReportPageProps {
  scope: Scope;
  user: SessionUser;
  query: Record<string, QueryValue>;
}

/** Figures of a period: in all, by day, and by mailing. */
export async function ReportPage({ scope, user, query }: ReportPageProps) {
  const asked = askedChoice(query.period, reportPeriods);
  const period = asked === "" ? STANDARD : asked;
  const found = await report(user, scope, period, user.timeZone);
  if (found === null) forbidden();
  const t = await getTranslations("reports");
  const format = await getFormatter();
  const exported = { scope: scope === "all" ? scope : "", period: asked };
  const path = scope === "own" ? "/reports" : "/admin/reports";
  return (
    <>
      <div className="mb-6">
        <PageHeading>{t(`title.${scope}`)}</PageHeading>
      </div>
      <FilterLinks
        label={t("period")}
        parameter="period"
        list={{ path, asked: { search: "", period: asked === STANDARD ? "" : asked } }}
        choices={reportPeriods.map((value) => ({
          value: value === STANDARD ? "" : value,
          text: t(`periods.${value}`),
        }))}
      />
      {found.total.attempts === 0 ? (
        <NothingRan scope={scope} />
      ) : (
        <>
          <ReportTotals mailings={found.mailings} total={found.total} />
          <Charts found={found} days={periodDays[period] + 1} />
          <Part title={t("byMailing")} exported={{ ...exported, by: "mailing" }}>
            <ReportTable
              caption={t("byMailing")}
              head={t("mailing")}
              rows={found.byMailing}
              total={found.total}
              keyOf={(row) => row.id}
              name={(row) => (
                <>
                  <Link href={`/mailings/${row.id}`} className="font-medium hover:underline">
                    {row.name}
                  </Link>
                  {scope === "all" && <span className="block text-xs text-muted">{row.owner}</span>}
                </>
              )}
            />
          </Part>
          <Part title={t("byDay")} exported={{ ...exported, by: "day" }}>
            <ReportTable
              caption={t("byDay")}
              head={t("day")}
              rows={found.days}
              total={found.total}
              keyOf={(row) => row.day}
              name={(row) =>
                format.dateTime(new Date(`${row.day}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" })
              }
            />
            <p className="mt-3 text-xs text-muted">{t("zone", { zone: user.timeZone })}</p>
          </Part>
        </>
      )}
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

async function Charts({ found, days }: { found: Report; days: number }) {
  const t = await getTranslations("reports");
  const charts = chartsOf(found.total).map(({ title, series }) => ({
    title: t(`chartTitles.${title}`),
    series: series.map((one) => ({ ...one, label: t(`figures.${one.name}`) })),
  }));
  return (
    <section className="mt-12">
      <SectionHeading>{t("charts")}</SectionHeading>
      <NextIntlClientProvider messages={{}}>
        <ReportCharts days={chartDays(found.days, found.today, days)} charts={charts} />
      </NextIntlClientProvider>
    </section>
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

interface PartProps {
  title: string;
  /** What its file is asked for by. */
  exported: Record<string, string>;
  children: ReactNode;
}

function Part({ title, exported, children }: PartProps) {
  return (
    <section className="mt-12">
      <div className="flex flex-wrap items-start justify-between gap-x-4">
        <SectionHeading>{title}</SectionHeading>
        <ExportLink path={EXPORT} asked={exported} of={title} />
      </div>
      {children}
    </section>
  );
}
