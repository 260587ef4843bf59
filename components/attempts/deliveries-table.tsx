import { useTranslations } from "next-intl";
import { DeliveryReason, isExplained } from "@/components/attempts/delivery-reason";
import { deliveryTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { DeliveryRow } from "@/lib/attempts/delivery-rows";
import { shownEmail } from "@/lib/email-address";

interface DeliveriesTableProps {
  rows: DeliveryRow[];
  timeZone: string;
  /** Those of a Selection's rows that have a box; left out where nothing can be ticked. */
  tickable?: readonly string[] | null;
}

/** One row per recipient: what happened, why, and when. */
export function DeliveriesTable({ rows, timeZone, tickable = null }: DeliveriesTableProps) {
  const t = useTranslations("attempt");
  const lists = useTranslations("lists");
  const statuses = useTranslations("statuses.delivery");
  return (
    <Table caption={t("deliveriesTitle")}>
      <TableHead
        columns={[
          ...(tickable === null ? [] : [{ text: lists("tickColumn"), hidden: true as const }]),
          t("address"),
          t("what"),
          t("why"),
          t("when"),
        ]}
      />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            {tickable !== null && (
              <TableCell className="tick-cell">
                {tickable.includes(row.id) && (
                  <input type="checkbox" name="tick" value={row.id} aria-label={shownEmail(row.address)} />
                )}
              </TableCell>
            )}
            <TableCell className="one-line md:w-[42%]">
              <span className="font-medium">{shownEmail(row.address)}</span>
              {row.name !== "" && <span className="cell-detail">{row.name}</span>}
            </TableCell>
            <TableCell>
              <StatusChip tone={deliveryTones[row.status]}>{statuses(row.status)}</StatusChip>
            </TableCell>
            <TableCell label={t("why")} className={isExplained(row) ? undefined : "max-md:hidden"}>
              <DeliveryReason delivery={row} timeZone={timeZone} />
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
