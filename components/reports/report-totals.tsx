import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Figure } from "@/components/reports/figure";
import { Share } from "@/components/reports/figure-table";
import type { FigureHrefs } from "@/lib/reports/links";
import type { Report, ReportFigures } from "@/lib/reports/queries";

type Totals = ReportFigures & { mailings: number };

interface ReportTotalsProps {
  report: Report;
  /** The same of as many days before. */
  before: Report;
  hrefs: FigureHrefs;
}

const runs = ["mailings", "attempts", "successful", "unsuccessful"] as const;
const outcomes = ["planned", "accepted", "rejected", "skipped", "cancelled", "uncertain"] as const;
const fates = [
  "delivered",
  "bounced",
  "complained",
  "opened",
  "clicked",
  "unsubscribed",
  "automated",
] as const;

/** A period in figures, with the one before beside it: what ran, what became of its recipients here, and later. */
export function ReportTotals({ report, before, hrefs }: ReportTotalsProps) {
  const t = useTranslations("reports");
  const [now, then] = [totalsOf(report), totalsOf(before)];
  const told = fates.some((name) => now[name] + then[name] > 0);
  const group = (names: readonly (keyof Totals)[], shareOf?: keyof Totals) =>
    names.map((name) => ({
      name,
      label: t(`figures.${name}`),
      count: now[name],
      before: then[name],
      href: hrefs[name],
      of: shareOf === undefined || shareOf === name ? 0 : now[shareOf],
    }));
  return (
    <div className="mt-8 grid gap-4">
      <Group title={t("groups.runs")} figures={group(runs)} columns="sm:grid-cols-4" />
      <Group
        title={t("groups.recipients")}
        figures={group(outcomes, "planned")}
        columns="sm:grid-cols-3 lg:grid-cols-6"
      />
      <Group
        title={t("groups.fates")}
        figures={told ? group(fates, "accepted") : []}
        columns="sm:grid-cols-3 lg:grid-cols-4"
        note={now.automated + then.automated > 0 ? t("automatedMeans") : ""}
      >
        {!told && <p className="max-w-xl text-sm text-muted">{t("noFates")}</p>}
      </Group>
    </div>
  );
}

function totalsOf({ mailings, total }: Report): Totals {
  return { mailings, ...total };
}

interface GroupProps {
  title: string;
  figures: readonly {
    name: string;
    label: string;
    count: number;
    before: number;
    href: string;
    /** What its share is of; 0 for none. */
    of: number;
  }[];
  columns: string;
  note?: string;
  children?: ReactNode;
}

function Group({ title, figures, columns, note = "", children }: GroupProps) {
  const t = useTranslations("reports");
  return (
    <section aria-label={title} className="break-inside-avoid rounded-xl border border-border bg-surface p-5">
      <h2 className="mb-4 text-sm font-medium">{title}</h2>
      {children}
      <dl className={`grid grid-cols-2 gap-x-6 gap-y-5 ${columns}`}>
        {figures.map(({ name, label, count, before, href, of }) => (
          <div key={name} className="min-w-0">
            <dt className="text-sm text-muted">{label}</dt>
            <dd className="text-2xl font-semibold tabular-nums">
              <Figure {...{ count, href, label }} />
              <Share count={count} of={of} />
            </dd>
            <dd className="text-xs text-muted tabular-nums">
              {t("before", { count: before })} <Change now={count} before={before} />
            </dd>
          </div>
        ))}
      </dl>
      {note !== "" && <p className="mt-5 max-w-2xl text-xs text-muted">{note}</p>}
    </section>
  );
}

/** "+12%" */
function Change({ now, before }: { now: number; before: number }) {
  const format = useFormatter();
  if (before === 0 || now === before) return null;
  const share = (now - before) / before;
  const options = { style: "percent", maximumFractionDigits: 0, signDisplay: "always" } as const;
  return <span className="whitespace-nowrap">({format.number(share, options)})</span>;
}
