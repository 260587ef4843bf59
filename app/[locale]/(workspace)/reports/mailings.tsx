import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { MostShown, Part } from "@/app/[locale]/(workspace)/reports/part";
import type { ReportPart } from "@/app/[locale]/(workspace)/reports/report-page";
import { EmptyMessage } from "@/components/lists/empty-message";
import { FigureTable } from "@/components/reports/figure-table";
import { Link } from "@/components/ui/link";
import { figureHrefs } from "@/lib/reports/links";
import { MOST_MAILINGS, reportByMailing } from "@/lib/reports/queries";

const columns = [
  { name: "attempts" },
  { name: "planned" },
  { name: "accepted" },
  { name: "delivered" },
  { name: "bounced", shareOf: "accepted" },
  { name: "complained", shareOf: "accepted" },
  { name: "unsubscribed", shareOf: "accepted" },
  { name: "opened", shareOf: "accepted" },
  { name: "unopened" },
  { name: "clicked", shareOf: "accepted" },
] as const;

/** Every mailing that ran: what became of its emails, who unsubscribed by them and who complained. */
export async function Mailings({ scope, user, days, period }: ReportPart) {
  const rows = await reportByMailing(user, scope, days);
  if (rows === null) forbidden();
  const t = await getTranslations("reports");
  const title = t("byMailing");
  return (
    <Part title={title} by="mailing" {...{ scope, period }}>
      {rows.length === 0 ? (
        <EmptyMessage>{t("empty")}</EmptyMessage>
      ) : (
        <FigureTable
          caption={title}
          head={t("mailing")}
          bar="accepted"
          columns={columns.map((column) => ({ ...column, label: t(`figures.${column.name}`) }))}
          rows={rows.map((figures) => ({
            key: figures.id,
            name: (
              <>
                <Link href={`/mailings/${figures.id}`} className="font-medium hover:underline">
                  {figures.name}
                </Link>
                {scope === "all" && <span className="block text-xs text-muted">{figures.owner}</span>}
              </>
            ),
            label: figures.name,
            figures,
            hrefs: figureHrefs({ scope, days }, figures.id),
          }))}
        />
      )}
      <MostShown rows={rows.length} most={MOST_MAILINGS} />
    </Part>
  );
}
