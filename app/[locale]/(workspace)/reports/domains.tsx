import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { MostShown, Part } from "@/app/[locale]/(workspace)/reports/part";
import type { ReportPart } from "@/app/[locale]/(workspace)/reports/report-page";
import { EmptyMessage } from "@/components/lists/empty-message";
import { FigureTable } from "@/components/reports/figure-table";
import { deliveriesHref } from "@/lib/reports/links";
import { MOST_DOMAINS, reportByDomain } from "@/lib/reports/receiving";

const columns = [
  { name: "planned" },
  { name: "accepted" },
  { name: "rejected", shareOf: "planned" },
  { name: "delivered", shareOf: "accepted" },
  { name: "bounced", shareOf: "accepted" },
  { name: "complained", shareOf: "accepted" },
  { name: "opened", shareOf: "accepted" },
  { name: "clicked", shareOf: "accepted" },
] as const;

/** What the servers of each receiving domain made of the emails: where bounces come from. */
export async function Domains({ scope, user, days, period }: ReportPart) {
  const rows = await reportByDomain(user, scope, days);
  if (rows === null) forbidden();
  const t = await getTranslations("reports");
  const title = t("byDomain");
  return (
    <Part title={title} by="domain" {...{ scope, period }}>
      {rows.length === 0 ? (
        <EmptyMessage>{t("noDomains")}</EmptyMessage>
      ) : (
        <FigureTable
          caption={title}
          head={t("domain")}
          bar="accepted"
          columns={columns.map((column) => ({ ...column, label: t(`figures.${column.name}`) }))}
          rows={rows.map(({ domain, ...figures }) => {
            const label = domain ?? t("noDomain");
            const href = (outcome: (typeof columns)[number]["name"]) =>
              deliveriesHref({ scope, days }, { outcome, domain });
            return {
              ...{ key: domain ?? "", label, figures },
              name: <span className={domain === null ? "text-muted" : "font-medium"}>{label}</span>,
              hrefs: {
                ...{ planned: href("planned"), accepted: href("accepted"), rejected: href("rejected") },
                ...{ delivered: href("delivered"), bounced: href("bounced") },
                ...{ complained: href("complained"), opened: href("opened"), clicked: href("clicked") },
              },
            };
          })}
        />
      )}
      <MostShown rows={rows.length} most={MOST_DOMAINS} />
    </Part>
  );
}
