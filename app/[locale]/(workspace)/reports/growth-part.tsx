import { NextIntlClientProvider } from "next-intl";
import { getFormatter, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { Part } from "@/app/[locale]/(workspace)/reports/part";
import type { ReportPart } from "@/app/[locale]/(workspace)/reports/report-page";
import { EmptyMessage } from "@/components/lists/empty-message";
import { Figure } from "@/components/reports/figure";
import { FigureTable } from "@/components/reports/figure-table";
import { ReportChart } from "@/components/reports/report-charts";
import { chartDays } from "@/lib/reports/chart-days";
import { growth, type Growth } from "@/lib/reports/growth";
import { daysBefore } from "@/lib/reports/days";
import { recipientsHref } from "@/lib/reports/links";

const names = ["added", "lost"] as const;

/** How many recipients came and went, in all and day by day. */
export async function GrowthPart({ scope, user, days, period }: ReportPart) {
  const [found, before] = await Promise.all([
    growth(user, scope, days),
    growth(user, scope, daysBefore(days)),
  ]);
  if (found === null || before === null) forbidden();
  const [t, format] = [await getTranslations("reports"), await getFormatter()];
  const title = t("growth");
  const hrefs = (first: string, last: string) => {
    const place = { scope, days: { first, last } };
    return { added: recipientsHref(place, "added"), lost: recipientsHref(place, "lost") };
  };
  return (
    <Part title={title} by="growth" {...{ scope, period }}>
      <dl className="mb-4 grid grid-cols-2 gap-4 rounded-xl border border-border bg-surface p-5">
        {names.map((name) => (
          <div key={name}>
            <dt className="text-sm text-muted">{t(`figures.${name}`)}</dt>
            <dd className="text-2xl font-semibold tabular-nums">
              <Figure
                count={found.total[name]}
                href={hrefs(days.first, days.last)[name]}
                label={t(`figures.${name}`)}
              />
            </dd>
            <dd className="text-xs text-muted tabular-nums">{t("before", { count: before.total[name] })}</dd>
          </div>
        ))}
      </dl>
      {found.days.length === 0 ? (
        <EmptyMessage>{t("noGrowth")}</EmptyMessage>
      ) : (
        <>
          <GrowthChart found={found} days={days} hrefs={hrefs("AT", "AT")} />
          <FigureTable
            caption={title}
            head={t("day")}
            bar="added"
            columns={names.map((name) => ({ name, label: t(`figures.${name}`) }))}
            rows={found.days.map(({ day, ...figures }) => {
              const at = new Date(`${day}T00:00:00Z`);
              const label = format.dateTime(at, { dateStyle: "medium", timeZone: "UTC" });
              return { key: day, name: label, label, figures, hrefs: hrefs(day, day) };
            })}
          />
        </>
      )}
      <p className="mt-3 max-w-2xl text-xs text-muted">{t("lostMeans")}</p>
    </Part>
  );
}

interface GrowthChartProps {
  found: Growth;
  days: ReportPart["days"];
  hrefs: Record<(typeof names)[number], string>;
}

async function GrowthChart({ found, days, hrefs }: GrowthChartProps) {
  const t = await getTranslations("reports");
  return (
    <div className="mb-4">
      <NextIntlClientProvider messages={{}}>
        <ReportChart
          wide
          title={t("chartTitles.growth")}
          axis="days"
          stacked={false}
          points={chartDays(found.days, days, names)}
          series={[
            { name: "added", label: t("figures.added"), tone: "good", href: hrefs.added },
            { name: "lost", label: t("figures.lost"), tone: "bad", href: hrefs.lost },
          ]}
        />
      </NextIntlClientProvider>
    </div>
  );
}
