import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { MostShown, Part } from "@/app/[locale]/(workspace)/reports/part";
import type { ReportPart } from "@/app/[locale]/(workspace)/reports/report-page";
import { EmptyMessage } from "@/components/lists/empty-message";
import { FigureTable } from "@/components/reports/figure-table";
import { ReportChart } from "@/components/reports/report-charts";
import { deliveriesHref } from "@/lib/reports/links";
import { MOST_LINKS, reportByHour, reportByLink, type ReportHour } from "@/lib/reports/receiving";

/** Which links were clicked, and at which hours emails were opened and clicked. */
export async function Reading(part: ReportPart) {
  const { scope, user, days, period } = part;
  const [links, hours] = await Promise.all([
    reportByLink(user, scope, days),
    reportByHour(user, scope, days),
  ]);
  if (links === null || hours === null) forbidden();
  const t = await getTranslations("reports");
  const title = t("byLink");
  return (
    <>
      <Part title={title} by="link" {...{ scope, period }}>
        {links.length === 0 ? (
          <EmptyMessage>{t("noLinks")}</EmptyMessage>
        ) : (
          <FigureTable
            caption={title}
            head={t("link")}
            bar="clicked"
            columns={[{ name: "clicked", label: t("figures.clicked") }]}
            rows={links.map(({ link, clicked }) => ({
              ...{ key: link, label: link, figures: { clicked } },
              name: <span className="font-medium [overflow-wrap:anywhere]">{link}</span>,
              hrefs: { clicked: deliveriesHref({ scope, days }, { outcome: "clicked", link }) },
            }))}
          />
        )}
        <MostShown rows={links.length} most={MOST_LINKS} />
      </Part>
      {hours.some(({ opened, clicked }) => opened + clicked > 0) && <Hours {...part} hours={hours} />}
    </>
  );
}

const names = ["opened", "clicked"] as const;

async function Hours({ scope, user, days, period, hours }: ReportPart & { hours: ReportHour[] }) {
  const t = await getTranslations("reports");
  const href = (outcome: (typeof names)[number], hour: string) =>
    deliveriesHref({ scope, days }, { outcome, hour });
  const title = t("byHour");
  return (
    <Part title={title} by="hour" {...{ scope, period }}>
      <div className="mb-4">
        <NextIntlClientProvider messages={{}}>
          <ReportChart
            wide
            title={t("chartTitles.hours")}
            axis="hours"
            stacked={false}
            points={hours.map(({ hour, opened, clicked }) => ({
              at: String(hour),
              values: { opened, clicked },
            }))}
            series={names.map((name) => ({
              name,
              label: t(`figures.${name}`),
              tone: name === "opened" ? "good" : "quiet",
              href: href(name, "AT"),
            }))}
          />
        </NextIntlClientProvider>
      </div>
      <FigureTable
        caption={title}
        head={t("hour")}
        bar="opened"
        columns={names.map((name) => ({ name, label: t(`figures.${name}`) }))}
        rows={hours.map(({ hour, ...figures }) => {
          const label = `${hour}:00–${hour}:59`;
          const hrefs = { opened: href("opened", String(hour)), clicked: href("clicked", String(hour)) };
          return { key: String(hour), name: label, label, figures, hrefs };
        })}
      />
      <p className="mt-3 text-xs text-muted">{t("zoneOfHours", { zone: user.timeZone })}</p>
    </Part>
  );
}
