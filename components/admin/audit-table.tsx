import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { AuditRow } from "@/lib/audit/queries";
import { shownEmail } from "@/lib/email-address";
import { roles } from "@/lib/users/policy";

interface AuditTableProps {
  caption: string;
  rows: AuditRow[];
  timeZone: string;
  /** Left out where all was done to one person. */
  withTarget: boolean;
}

/** Who did what to whom, when and why. Names are those of that time. */
export function AuditTable({ caption, rows, timeZone, withTarget }: AuditTableProps) {
  const t = useTranslations("audit");
  const columns = [t("when"), t("what"), ...(withTarget ? [t("whom")] : []), t("reason"), t("who")];
  return (
    <Table caption={caption}>
      <TableHead columns={columns} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell>
              <Instant at={row.at} timeZone={timeZone} />
            </TableCell>
            <TableCell>
              <span className="font-medium">{t(`actions.${row.action}`)}</span>
            </TableCell>
            {withTarget && (
              <TableCell label={t("whom")}>
                <Target row={row} />
              </TableCell>
            )}
            <TableCell label={t("reason")} className="md:w-[30%]">
              <Reason row={row} />
            </TableCell>
            <TableCell label={t("who")}>
              {row.actorEmail === null ? (
                <span className="text-muted">{t("commandLine")}</span>
              ) : (
                shownEmail(row.actorEmail)
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const places = { user: "/admin/users", mailing: "/mailings", article: "/posts" } as const;

function Target({ row }: { row: AuditRow }) {
  if (row.action === "article_deleted") return row.targetName;
  return (
    <Link
      href={`${places[row.targetType]}/${row.targetId}`}
      className="underline decoration-border underline-offset-3 hover:decoration-current"
    >
      {shownEmail(row.targetName)}
    </Link>
  );
}

function Reason({ row }: { row: AuditRow }) {
  const t = useTranslations();
  if (row.reason !== null) return row.reason;
  if (row.heir !== null) return t("audit.heir", { email: shownEmail(row.heir) });
  if (row.count !== null) return t("audit.resolved", { count: row.count });
  if (row.roles === null) return "–";
  const name = (role: string) => {
    const known = roles.find((one) => one === role);
    return known === undefined ? role : t(`roles.names.${known}`);
  };
  return t("audit.changed", { from: name(row.roles.from), to: name(row.roles.to) });
}
