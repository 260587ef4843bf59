import { useTranslations } from "next-intl";
import { LastAttempt } from "@/components/mailings/last-attempt";
import { MailingChips } from "@/components/mailings/mailing-chips";
import { Instant } from "@/components/ui/instant";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { AttemptSummary } from "@/lib/attempts/queries";
import type { MailingRow } from "@/lib/mailings/list";

interface MailingsTableProps {
  rows: MailingRow[];
  lastAttempts: Map<string, AttemptSummary>;
}

export function MailingsTable({ rows, lastAttempts }: MailingsTableProps) {
  const t = useTranslations("mailings");
  return (
    <Table caption={t("title")}>
      <TableHead columns={[t("name"), t("status"), t("nextRun"), t("lastAttempt")]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="md:w-[34%]">
              <RowLink href={`/mailings/${row.id}`}>{row.name}</RowLink>
            </TableCell>
            <TableCell>
              <MailingChips status={row.status} holds={row.holds} />
            </TableCell>
            <TableCell label={t("nextRun")}>
              <NextRun row={row} />
            </TableCell>
            <TableCell label={t("lastAttempt")}>
              <LastAttempt attempt={lastAttempts.get(row.id) ?? null} timeZone={row.timeZone} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

export function NextRun({ row }: { row: MailingRow }) {
  const t = useTranslations("mailings");
  if (row.nextRunAt === null) return <span className="text-muted">{t("noNextRun")}</span>;
  if (row.holds.length > 0) return <span className="text-muted">{t("heldNextRun")}</span>;
  return (
    <>
      <Instant at={row.nextRunAt} timeZone={row.timeZone} />
      <span className="block text-xs text-muted">{row.timeZone}</span>
    </>
  );
}
