import { useTranslations } from "next-intl";
import { DeliveryReason } from "@/components/attempts/delivery-reason";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { deliveryTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { StatusChip } from "@/components/ui/status-chip";
import { shownEmail } from "@/lib/email-address";
import type { ReportedDelivery } from "@/lib/reports/deliveries";
import type { Scope } from "@/lib/users/scope";

interface ReportedTableProps {
  rows: readonly ReportedDelivery[];
  scope: Scope;
  timeZone: string;
}

/** Deliveries of any attempts: to whom, in which, and what became of each. */
export function ReportedTable({ rows, scope, timeZone }: ReportedTableProps) {
  const t = useTranslations("reports.deliveries");
  const statuses = useTranslations("statuses.delivery");
  return (
    <Table caption={t("title")}>
      <TableHead columns={[t("address"), t("mailing"), t("what"), t("why")]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="one-line md:w-[32%]">
              <Person row={row} scope={scope} />
              {row.name !== "" && <span className="cell-detail">{row.name}</span>}
            </TableCell>
            <TableCell label={t("mailing")}>
              <Link href={`/attempts/${row.attempt.id}`} className="hover:underline">
                {row.attempt.mailing}
              </Link>
              <span className="block text-xs text-muted">
                <Instant at={row.attempt.at} timeZone={timeZone} />
                {scope === "all" && ` · ${row.attempt.ownerName}`}
              </span>
            </TableCell>
            <TableCell>
              <StatusChip tone={deliveryTones[row.status]}>{statuses(row.status)}</StatusChip>
            </TableCell>
            <TableCell label={t("why")}>
              <DeliveryReason delivery={row} timeZone={timeZone} />
              <Read what={t("opened")} at={row.openedAt} timeZone={timeZone} />
              <Read what={t("clicked")} at={row.clickedAt} timeZone={timeZone} />
              <Read what={t("automated")} at={row.automatedAt} timeZone={timeZone} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The recipient's own page tells the rest, as long as they are one. */
function Person({ row, scope }: { row: ReportedDelivery; scope: Scope }) {
  if (row.recipientId === null) return <span className="font-medium">{shownEmail(row.address)}</span>;
  const path = scope === "own" ? "/recipients" : "/admin/recipients";
  return (
    <Link href={`${path}/${row.recipientId}`} className="font-medium hover:underline">
      {shownEmail(row.address)}
    </Link>
  );
}

function Read({ what, at, timeZone }: { what: string; at: Date | null; timeZone: string }) {
  if (at === null) return null;
  return (
    <span className="block text-xs text-muted">
      {what} <Instant at={at} timeZone={timeZone} />
    </span>
  );
}
