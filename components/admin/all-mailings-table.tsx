import { useTranslations } from "next-intl";
import { OwnerLink } from "@/components/lists/owner-link";
import { LastAttempt } from "@/components/mailings/last-attempt";
import { MailingChips } from "@/components/mailings/mailing-chips";
import { NextRun } from "@/components/mailings/mailings-table";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { AttemptSummary } from "@/lib/attempts/queries";
import type { MailingOfAll } from "@/lib/mailings/list";

interface AllMailingsTableProps {
  rows: MailingOfAll[];
  lastAttempts: Map<string, AttemptSummary>;
  /** Left out where all are one person's. */
  withOwner: boolean;
}

export function AllMailingsTable({ rows, lastAttempts, withOwner }: AllMailingsTableProps) {
  const t = useTranslations("mailings");
  const owner = useTranslations("admin")("owner");
  const columns = [t("name"), ...(withOwner ? [owner] : []), t("status"), t("nextRun"), t("lastAttempt")];
  return (
    <Table caption={t("title")}>
      <TableHead columns={columns} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="md:w-[28%]">
              <RowLink href={`/mailings/${row.id}`}>{row.name}</RowLink>
            </TableCell>
            {withOwner && (
              <TableCell label={owner}>
                <OwnerLink owner={row.owner} />
              </TableCell>
            )}
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
