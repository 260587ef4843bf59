import { useTranslations } from "next-intl";
import { OwnerLink } from "@/components/lists/owner-link";
import { Instant } from "@/components/ui/instant";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { MessageRow } from "@/lib/messages/queries";

export function MessagesTable({ rows, timeZone }: { rows: MessageRow[]; timeZone: string }) {
  const t = useTranslations("admin");
  return (
    <Table caption={t("messages.title")}>
      <TableHead columns={[t("messages.message"), t("owner"), t("messages.changed")]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="md:w-[55%]">
              <RowLink href={`/admin/messages/${row.id}`}>{row.subject}</RowLink>
              {row.preheader !== "" && <span className="block text-muted">{row.preheader}</span>}
            </TableCell>
            <TableCell label={t("owner")}>
              <OwnerLink owner={row.owner} />
            </TableCell>
            <TableCell label={t("messages.changed")}>
              <Instant at={row.updatedAt} timeZone={timeZone} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
