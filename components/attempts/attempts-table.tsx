import { useTranslations } from "next-intl";
import { AttemptAnswer } from "@/components/attempts/attempt-answer";
import { AttemptCountsText } from "@/components/attempts/attempt-counts";
import { attemptTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { AttemptSummary } from "@/lib/attempts/queries";

/** One row per run: time, how it was started, status, counts, and the server's answer. Figures that move stand above it. */
export function AttemptsTable({ rows, timeZone }: { rows: AttemptSummary[]; timeZone: string }) {
  const t = useTranslations("attempts");
  const statuses = useTranslations("statuses.attempt");
  return (
    <Table caption={t("caption")}>
      <TableHead columns={[t("time"), t("status"), t("counts"), t("answer")]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="md:whitespace-nowrap">
              <RowLink href={`/attempts/${row.id}`} title={t("open")}>
                <Instant at={row.createdAt} timeZone={timeZone} />
              </RowLink>
              <span className="cell-detail">{t(`kinds.${row.kind}`)}</span>
            </TableCell>
            <TableCell>
              <StatusChip tone={attemptTones[row.status]}>{statuses(row.status)}</StatusChip>
            </TableCell>
            <TableCell label={t("counts")} className="lg:whitespace-nowrap">
              {row.closedAt === null ? (
                <span className="text-muted">–</span>
              ) : (
                <AttemptCountsText counts={row} />
              )}
            </TableCell>
            <TableCell label={t("answer")} className="one-line md:w-[34%]">
              <AttemptAnswer attempt={row} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
