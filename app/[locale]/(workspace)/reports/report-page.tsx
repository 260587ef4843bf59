import { getFormatter, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import type { ReactNode } from "react";
import { EmptyMessage } from "@/components/lists/empty-message";
import { ExportLink } from "@/components/lists/export-link";
import { FilterLinks } from "@/components/lists/filter-links";
import { ReportTable } from "@/components/reports/report-table";
import { ReportTotals } from "@/components/reports/report-totals";
import { ButtonLink } from "@/components/ui/button-link";
import { Link } from "@/components/ui/link";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedChoice, type QueryValue } from "@/lib/paging/address";
import { report, reportPeriods } from "@/lib/reports/queries";
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
  const found = await report(user, scope, asked === "" ? STANDARD : asked, user.timeZone);
  if (found === null) forbidden();
  const t = await getTranslations("reports");
  const attempts = await getTranslations("attemptsList");
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
        <div className="mt-8">
          <EmptyMessage
            action={scope === "own" && <ButtonLink href="/mailings">{attempts("toMailings")}</ButtonLink>}
          >
            {t("empty")}
          </EmptyMessage>
        </div>
      ) : (
        <>
          <ReportTotals mailings={found.mailings} total={found.total} />
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
