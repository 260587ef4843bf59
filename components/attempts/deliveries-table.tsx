import { useTranslations } from "next-intl";
import { DeliveryReason, isExplained } from "@/components/attempts/delivery-reason";
import { deliveryTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { DeliveryRow } from "@/lib/attempts/delivery-rows";
import { shownEmail } from "@/lib/email-address";

/** One row per recipient: what happened, why, and when. */
export function DeliveriesTable({ rows, timeZone }: { rows: DeliveryRow[]; timeZone: string }) {
  const t = useTranslations("attempt");
  const statuses = useTranslations("statuses.delivery");
  return (
    <Table caption={t("deliveriesTitle")}>
      <TableHead columns={[t("address"), t("what"), t("why"), t("when")]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="one-line md:w-[42%]">
              <span className="font-medium">{shownEmail(row.address)}</span>
              {row.name !== "" && <span className="cell-detail">{row.name}</span>}
            </TableCell>
            <TableCell>
              <StatusChip tone={deliveryTones[row.status]}>{statuses(row.status)}</StatusChip>
            </TableCell>
            <TableCell label={t("why")} className={isExplained(row) ? undefined : "max-md:hidden"}>
              <DeliveryReason delivery={row} />
            </TableCell>
            <TableCell label={t("when")}>
              {row.settledAt === null ? "–" : <Instant at={row.settledAt} timeZone={timeZone} />}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
