import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { LiftSuppression, type LiftAction } from "@/components/recipients/recipient-dialogs";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { StatusChip } from "@/components/ui/status-chip";
import { shownEmail } from "@/lib/email-address";
import { pageHref } from "@/lib/paging/address";
import type { SuppressingEmail, SuppressionRow } from "@/lib/suppressions/queries";

interface SuppressionsTableProps {
  rows: SuppressionRow[];
  timeZone: string;
  /** Of one suppression. */
  lift: (id: string) => LiftAction;
}

export function SuppressionsTable({ rows, timeZone, lift }: SuppressionsTableProps) {
  const t = useTranslations("recipients");
  return (
    <Table caption={t("suppressionsTitle")}>
      <TableHead columns={[t("address"), t("reason"), t("since"), { text: t("actions"), hidden: true }]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="one-line md:w-[40%]">
              <span className="font-medium">{shownEmail(row.email)}</span>
              {row.note !== "" && <span className="cell-detail">{row.note}</span>}
            </TableCell>
            <TableCell label={t("reason")}>
              <StatusChip tone={row.lifted === null ? "careful" : "neutral"}>
                {t(`reasons.${row.reason}`)}
              </StatusChip>
              {row.cause !== null && (
                <span className="mt-1 block min-w-0 [overflow-wrap:anywhere] text-muted">
                  {t.rich("suppressedBy", {
                    mailing: row.cause.mailingName,
                    subject: row.cause.subject,
                    link: linkTo(row.cause),
                  })}
                </span>
              )}
              {row.lifted !== null && (
                <span className="mt-1 block text-muted">
                  {t.rich("liftedAt", {
                    at: () => <Instant at={row.lifted?.at ?? row.createdAt} timeZone={timeZone} />,
                    reason: row.lifted.reason,
                  })}
                </span>
              )}
            </TableCell>
            <TableCell label={t("since")}>
              <Instant at={row.createdAt} timeZone={timeZone} />
            </TableCell>
            <TableCell className="row-command">
              {row.lifted === null && (
                <LiftSuppression email={row.email} reason={row.reason} action={lift(row.id)} />
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The delivery in its run. */
function linkTo({ attemptId, address }: SuppressingEmail) {
  return function EmailLink(text: ReactNode) {
    return (
      <Link
        href={pageHref(`/attempts/${attemptId}`, { search: address })}
        className="underline underline-offset-3"
      >
        {text}
      </Link>
    );
  };
}
