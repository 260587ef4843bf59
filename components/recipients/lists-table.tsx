import { useFormatter, useTranslations } from "next-intl";
import { OwnerLink } from "@/components/lists/owner-link";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { Instant } from "@/components/ui/instant";
import type { ListRow } from "@/lib/lists/queries";
import type { Scope } from "@/lib/users/scope";

interface ListsTableProps {
  rows: ListRow[];
  scope: Scope;
  timeZone: string;
}

export function ListsTable({ rows, scope, timeZone }: ListsTableProps) {
  const t = useTranslations("recipients");
  const lists = useTranslations("lists");
  const format = useFormatter();
  const own = scope === "own";
  const path = own ? "/recipients/lists" : "/admin/recipients/lists";
  return (
    <Table caption={t("listsTitle")}>
      <TableHead
        columns={[
          t("list"),
          ...(own ? [] : [lists("owner")]),
          t("memberCount"),
          t("mailingCount"),
          t("created"),
        ]}
      />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="md:w-[45%]">
              <RowLink href={`${path}/${row.id}`}>{row.name}</RowLink>
            </TableCell>
            {!own && (
              <TableCell label={lists("owner")}>
                <OwnerLink owner={row.owner} />
              </TableCell>
            )}
            <TableCell label={t("memberCount")}>{format.number(row.members)}</TableCell>
            <TableCell label={t("mailingCount")}>{format.number(row.mailings)}</TableCell>
            <TableCell label={t("created")}>
              <Instant at={row.createdAt} timeZone={timeZone} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
