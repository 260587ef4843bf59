import { useTranslations } from "next-intl";
import { OwnerLink } from "@/components/lists/owner-link";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { Instant } from "@/components/ui/instant";
import { withFallbacks } from "@/lib/messages/merge-fields";
import type { MessageRow } from "@/lib/messages/queries";
import type { Scope } from "@/lib/users/scope";

interface MessagesTableProps {
  rows: MessageRow[];
  timeZone: string;
  /** Whose they are is said where they are everybody's. */
  scope: Scope;
}

export function MessagesTable({ rows, timeZone, scope }: MessagesTableProps) {
  const t = useTranslations("messages");
  const owner = useTranslations("lists")("owner");
  const isOwn = scope === "own";
  return (
    <Table caption={t("title")}>
      <TableHead columns={[t("message"), ...(isOwn ? [] : [owner]), t("usedBy"), t("changed")]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="one-line md:w-[60%]">
              <RowLink href={`${isOwn ? "" : "/admin"}/messages/${row.id}`}>
                {withFallbacks(row.subject)}
              </RowLink>
              {row.preheader !== "" && <span className="cell-detail">{withFallbacks(row.preheader)}</span>}
            </TableCell>
            {!isOwn && (
              <TableCell label={owner}>
                <OwnerLink owner={row.owner} />
              </TableCell>
            )}
            <TableCell label={t("usedBy")}>
              {row.mailings === 0 ? t("unused") : t("mailings", { count: row.mailings })}
            </TableCell>
            <TableCell label={t("changed")}>
              <Instant at={row.updatedAt} timeZone={timeZone} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
