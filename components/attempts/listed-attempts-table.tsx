import { useTranslations } from "next-intl";
import { OwnerLink } from "@/components/lists/owner-link";
import { AttemptAnswer } from "@/components/attempts/attempt-answer";
import { AttemptCountsText } from "@/components/attempts/attempt-counts";
import { attemptTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { StatusChip } from "@/components/ui/status-chip";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { ListedAttempt } from "@/lib/attempts/list";

interface ListedAttemptsTableProps {
  rows: ListedAttempt[];
  timeZone: string;
  withOwner: boolean;
}

/** Runs of many mailings. */
export function ListedAttemptsTable({ rows, timeZone, withOwner }: ListedAttemptsTableProps) {
  const t = useTranslations();
  const words = {
    counts: t("attempts.counts"),
    answer: t("attempts.answer"),
    mailing: t("attemptsList.mailing"),
  };
  return (
    <Table caption={t("attemptsList.caption")}>
      <TableHead
        columns={[t("attempts.time"), words.mailing, t("attempts.status"), words.counts, words.answer]}
      />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="md:whitespace-nowrap">
              <RowLink href={`/attempts/${row.id}`} title={t("attempts.open")}>
                <Instant at={row.createdAt} timeZone={timeZone} />
              </RowLink>
              <span className="cell-detail">{t(`attempts.kinds.${row.kind}`)}</span>
            </TableCell>
            <TableCell
              label={words.mailing}
              className={`one-line ${withOwner ? "md:w-[23%]" : "md:w-[18%]"}`}
            >
              <Link
                href={`/mailings/${row.mailingId}`}
                className="relative z-10 inline-block min-h-6 py-0.5 font-medium hover:underline"
              >
                {row.mailingName}
              </Link>
              {withOwner && (
                <span className="cell-detail">
                  <OwnerLink owner={{ id: row.ownerId, name: row.ownerName }} />
                </span>
              )}
            </TableCell>
            <TableCell>
              <StatusChip tone={attemptTones[row.status]}>{t(`statuses.attempt.${row.status}`)}</StatusChip>
            </TableCell>
            <TableCell label={words.counts} className="lg:whitespace-nowrap">
              <AttemptCountsText counts={row} />
            </TableCell>
            <TableCell label={words.answer} className={`one-line ${withOwner ? "md:w-[13%]" : "md:w-[22%]"}`}>
              <AttemptAnswer attempt={row} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
