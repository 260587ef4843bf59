import { useTranslations } from "next-intl";
import { LastAttempt } from "@/components/mailings/last-attempt";
import { MailingChips } from "@/components/mailings/mailing-chips";
import { Instant } from "@/components/ui/instant";
import { OwnerLink } from "@/components/lists/owner-link";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { AttemptSummary } from "@/lib/attempts/queries";
import type { MailingRow } from "@/lib/mailings/list";

interface MailingsTableProps {
  /** With their owners where they are of many. */
  rows: (MailingRow & { owner?: { id: string; name: string } })[];
  lastAttempts: Map<string, AttemptSummary>;
  /** Of who looks: mailings of several zones stand in one column. */
  timeZone: string;
  withOwner?: boolean;
}

export function MailingsTable({ rows, lastAttempts, timeZone, withOwner = false }: MailingsTableProps) {
  const t = useTranslations("mailings");
  const owner = useTranslations("lists")("owner");
  const columns = [t("name"), ...(withOwner ? [owner] : []), t("status"), t("nextRun"), t("lastAttempt")];
  return (
    <Table caption={t("title")}>
      <TableHead columns={columns} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className={withOwner ? "md:w-[24%]" : "md:w-[28%]"}>
              <RowLink href={`/mailings/${row.id}`}>{row.name}</RowLink>
            </TableCell>
            {withOwner && <TableCell label={owner}>{row.owner && <OwnerLink owner={row.owner} />}</TableCell>}
            <TableCell className="md:w-[19%]">
              <MailingChips status={row.status} holds={row.holds} />
            </TableCell>
            <TableCell label={t("nextRun")}>
              <NextRun row={row} timeZone={timeZone} />
            </TableCell>
            <TableCell label={t("lastAttempt")}>
              <LastAttempt
                attempt={lastAttempts.get(row.id) ?? null}
                timeZone={timeZone}
                withCounts={!withOwner}
              />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function NextRun({ row, timeZone }: { row: MailingRow; timeZone: string }) {
  const t = useTranslations("mailings");
  if (row.nextRunAt === null) return <span className="whitespace-nowrap text-muted">{t("noNextRun")}</span>;
  if (row.holds.length > 0) return <span className="whitespace-nowrap text-muted">{t("heldNextRun")}</span>;
  return <Instant at={row.nextRunAt} timeZone={timeZone} />;
}
