import { getFormatter, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { Domains } from "@/app/[locale]/(workspace)/reports/domains";
import { GrowthPart } from "@/app/[locale]/(workspace)/reports/growth-part";
import { Mailings } from "@/app/[locale]/(workspace)/reports/mailings";
import { Reading } from "@/app/[locale]/(workspace)/reports/reading";
import { Summary } from "@/app/[locale]/(workspace)/reports/summary";
import { FilterLinks } from "@/components/lists/filter-links";
import { PrintButton } from "@/components/reports/print-button";
import { Link } from "@/components/ui/link";
import { PageHeading } from "@/components/ui/page-heading";
import { SectionTabs } from "@/components/ui/section-tabs";
import type { SessionUser } from "@/lib/auth/session-types";
import { dayRange } from "@/lib/i18n/day-range";
import { askedChoice, pageHref, type QueryValue } from "@/lib/paging/address";
import { askedReport } from "@/lib/reports/asked";
import { daysBefore, reportPeriods, type Days } from "@/lib/reports/days";
import { reportNow } from "@/lib/reports/runs";
import { mayUse, type Scope } from "@/lib/users/scope";

const views = ["mailings", "domains", "reading", "growth", "whole"] as const;
/** The period of an address that says none. */
const STANDARD = "month";

interface ReportPageProps {
  scope: Scope;
  user: SessionUser;
  query: Record<string, QueryValue>;
}

/** What every part of a report is made of. */
export interface ReportPart {
  scope: Scope;
  user: SessionUser;
  days: Days;
  /** As the address has it: its files are asked for by it. */
  period: string;
}

/** A report of some days, one's own or everybody's: in all, by mailing, domain, link and hour, and of recipients. */
export async function ReportPage({ scope, user, query }: ReportPageProps) {
  if (!mayUse(user, scope)) forbidden();
  const { period, days } = askedReport(query, await reportNow(), user.timeZone);
  const view = askedChoice(query["view"], views);
  const [t, format] = [await getTranslations("reports"), await getFormatter()];
  const path = scope === "own" ? "/reports" : "/admin/reports";
  const isCompared = view === "" || view === "growth" || view === "whole";
  const part = { scope, user, days, period };
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <PageHeading>{t(`title.${scope}`)}</PageHeading>
        <PrintButton label={t("print")} />
      </div>
      <SectionTabs label={t("sections")}>
        {(["", ...views] as const).map((name) => (
          <Link
            key={name}
            href={pageHref(path, { view: name, period })}
            aria-current={name === view ? "page" : undefined}
          >
            {t(`views.${name === "" ? "summary" : name}`)}
          </Link>
        ))}
      </SectionTabs>
      <FilterLinks
        label={t("period")}
        parameter="period"
        list={{ path, asked: { search: "", view, period: period === STANDARD ? "" : period } }}
        choices={reportPeriods.map((value) => ({
          value: value === STANDARD ? "" : value,
          text: t(`periods.${value}`),
        }))}
      />
      <p className="mt-3 text-sm text-muted">
        {isCompared
          ? t("comparedWith", { days: dayRange(format, days), before: dayRange(format, daysBefore(days)) })
          : dayRange(format, days)}
        <span className="ms-3 text-xs">{t("zone", { zone: user.timeZone })}</span>
      </p>
      {(view === "" || view === "whole") && <Summary {...part} />}
      {(view === "mailings" || view === "whole") && <Mailings {...part} />}
      {(view === "domains" || view === "whole") && <Domains {...part} />}
      {(view === "reading" || view === "whole") && <Reading {...part} />}
      {(view === "growth" || view === "whole") && <GrowthPart {...part} />}
    </>
  );
}
