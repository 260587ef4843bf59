import { getFormatter, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { EmptyMessage } from "@/components/lists/empty-message";
import { ExportLink } from "@/components/lists/export-link";
import { FilterLinks } from "@/components/lists/filter-links";
import { ReportTable } from "@/components/reports/report-table";
import { Link } from "@/components/ui/link";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import type { SessionPerson } from "@/lib/auth/session-types";
import { askedChoice, type QueryValue } from "@/lib/paging/address";
import { report, reportPeriods, type ReportFigures } from "@/lib/reports/queries";
import type { Scope } from "@/lib/users/scope";

const EXPORT = "/api/reports/export";

interface ReportPageProps {
  scope: Scope;
  person: SessionPerson;
  query: Record<string, QueryValue>;
}

/** Figures of a period: in all, by day, and by mailing. */
export async function ReportPage({ scope, person, query }: ReportPageProps) {
  const asked = askedChoice(query.period, reportPeriods);
  const found = await report(person, scope, asked === "" ? "month" : asked, person.timeZone);
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
        list={{ path, asked: { search: "", period: asked === "month" ? "" : asked } }}
        choices={[
          { value: "", text: t("periods.month") },
          ...(["week", "quarter", "year"] as const).map((value) => ({ value, text: t(`periods.${value}`) })),
        ]}
      />
      {found.total.attempts === 0 ? (
        <div className="mt-8">
          <EmptyMessage>{t("empty")}</EmptyMessage>
        </div>
      ) : (
        <>
          <Totals mailings={found.mailings} total={found.total} />
          <section className="mt-12">
            <div className="flex flex-wrap items-start justify-between gap-x-4">
              <SectionHeading>{t("byMailing")}</SectionHeading>
              <ExportLink path={EXPORT} asked={{ ...exported, by: "mailing" }} of={t("byMailing")} />
            </div>
            <ReportTable
              caption={t("byMailing")}
              head={t("mailing")}
              rows={found.byMailing}
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
          </section>
          <section className="mt-12">
            <div className="flex flex-wrap items-start justify-between gap-x-4">
              <SectionHeading>{t("byDay")}</SectionHeading>
              <ExportLink path={EXPORT} asked={{ ...exported, by: "day" }} of={t("byDay")} />
            </div>
            <ReportTable
              caption={t("byDay")}
              head={t("day")}
              rows={found.days}
              keyOf={(row) => row.day}
              name={(row) =>
                format.dateTime(new Date(`${row.day}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" })
              }
            />
            <p className="mt-3 text-xs text-muted">{t("zone", { zone: person.timeZone })}</p>
          </section>
        </>
      )}
    </>
  );
}

async function Totals({ mailings, total }: { mailings: number; total: ReportFigures }) {
  const t = await getTranslations("reports");
  const format = await getFormatter();
  const figures = { mailings, ...total };
  const shown = [
    ...(["mailings", "attempts", "successful", "unsuccessful", "planned", "accepted", "rejected"] as const),
    ...(["skipped", "cancelled", "uncertain", "delivered", "bounced", "complained"] as const),
  ];
  return (
    <dl className="mt-8 grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-4 lg:grid-cols-7">
      {shown.map((name) => (
        <div key={name}>
          <dt className="text-sm text-muted">{t(`figures.${name}`)}</dt>
          <dd className="text-2xl font-semibold tabular-nums">{format.number(figures[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
