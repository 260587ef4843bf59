import { useTranslations } from "next-intl";
import { DeliveryReason } from "@/components/attempts/delivery-reason";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { deliveryTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import { withFallbacks } from "@/lib/messages/merge-fields";
import type { SentRow } from "@/lib/recipients/detail";

/** One row for each time that a mailing went, or was to go, to a recipient. */
export function SentTable({ rows, timeZone }: { rows: SentRow[]; timeZone: string }) {
  const t = useTranslations("recipients");
  const statuses = useTranslations("statuses.delivery");
  return (
    <Table caption={t("sentTitle")}>
      <TableHead columns={[t("mailing"), t("outcome"), t("why"), t("when")]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="one-line md:w-[44%]">
              <RowLink href={`/attempts/${row.attemptId}`}>{row.mailing.name}</RowLink>
              <span className="cell-detail">{withFallbacks(row.subject)}</span>
            </TableCell>
            <TableCell>
              <StatusChip tone={deliveryTones[row.status]}>{statuses(row.status)}</StatusChip>
            </TableCell>
            <TableCell label={t("why")}>
              <DeliveryReason delivery={row} />
            </TableCell>
            <TableCell label={t("when")}>
              <Instant at={row.settledAt ?? row.occurrenceAt} timeZone={timeZone} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
