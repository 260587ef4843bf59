import { useLocale, useTranslations } from "next-intl";
import { packRows, type CellPart } from "@/components/lists/packed-rows";
import { Table, TableHead } from "@/components/lists/table";
import { TableRows } from "@/components/lists/table-rows";
import { shownEmail } from "@/lib/email-address";
import { instantFormat } from "@/lib/i18n/instant-format";
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
  const format = instantFormat(useLocale(), timeZone, false);
  const own = scope === "own";
  const path = own ? "/recipients" : "/admin/recipients";
  const [address, owner, state, added] = [t("address"), lists("owner"), t("state"), t("added")];
  const columns = own
    ? [
        { text: lists("tickColumn"), hidden: true as const },
        { text: address, sort: "email" },
        state,
        { text: added, sort: "added", standard: "descending" as const },
      ]
    : [address, owner, state, added];

  /** Whether mailings reach it, and why not. */
  function stateOf({ suppressed }: RecipientRow): CellPart {
    return suppressed === null ? ["muted", t("receives")] : ["chip", "careful", t(`reasons.${suppressed}`)];
  }

  const packed = rows.map((row) => {
    const { id, name, createdAt } = row;
    const email = shownEmail(row.email);
    const tick = ["tick", email] satisfies CellPart;
    const ownerLink = ["owner", `/admin/users/${row.owner.id}`, row.owner.name] satisfies CellPart;
    const cells: CellPart[][] = [
      [["link", `${path}/${id}`, email], ...(name === "" ? [] : [["detail", name] satisfies CellPart])],
      [stateOf(row)],
      [["time", createdAt.toISOString(), format.format(createdAt)]],
    ];
    // The box stands before the address, the owner after it.
    cells.splice(own ? 0 : 1, 0, [own ? tick : ownerLink]);
    return { id, cells };
  });
  const addressCell = { className: "one-line md:w-[50%]" };
  return (
    <Table caption={t("title")}>
      <TableHead columns={columns} list={list} />
      <TableRows
        columns={[
          ...(own ? [{ className: "tick-cell" }, addressCell] : [addressCell, { label: owner }]),
          { label: state },
          { label: added },
        ]}
        rows={packRows(packed)}
      />
    </Table>
  );
}
