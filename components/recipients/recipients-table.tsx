import { useTranslations } from "next-intl";
import { OwnerLink } from "@/components/lists/owner-link";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { TickCell } from "@/components/lists/tick-cell";
import { RecipientState } from "@/components/recipients/recipient-state";
import { Instant } from "@/components/ui/instant";
import { shownEmail } from "@/lib/email-address";
import type { AskedList } from "@/lib/paging/address";
import type { RecipientRow } from "@/lib/recipients/queries";
import type { Scope } from "@/lib/users/scope";

interface RecipientsTableProps {
  rows: RecipientRow[];
  list: AskedList;
  scope: Scope;
  timeZone: string;
}

/** One's own have boxes to tick and can be ordered; everybody's have an owner. */
export function RecipientsTable({ rows, list, scope, timeZone }: RecipientsTableProps) {
  const t = useTranslations("recipients");
  const lists = useTranslations("lists");
  const own = scope === "own";
  const path = own ? "/recipients" : "/admin/recipients";
  const columns = own
    ? [
        { text: lists("tickColumn"), hidden: true as const },
        { text: t("address"), sort: "email" },
        t("state"),
        { text: t("added"), sort: "added", standard: "descending" as const },
      ]
    : [t("address"), lists("owner"), t("state"), t("added")];
  return (
    <Table caption={t("title")}>
      <TableHead columns={columns} list={list} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            {own && <TickCell id={row.id} label={shownEmail(row.email)} />}
            <TableCell className="one-line md:w-[50%]">
              <RowLink href={`${path}/${row.id}`}>{shownEmail(row.email)}</RowLink>
              {row.name !== "" && <span className="cell-detail">{row.name}</span>}
            </TableCell>
            {!own && (
              <TableCell label={lists("owner")}>
                <OwnerLink owner={row.owner} />
              </TableCell>
            )}
            <TableCell label={t("state")}>
              <RecipientState suppressed={row.suppressed} />
            </TableCell>
            <TableCell label={t("added")}>
              <Instant at={row.createdAt} timeZone={timeZone} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
