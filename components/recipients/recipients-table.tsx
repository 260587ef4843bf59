import { useLocale, useTranslations } from "next-intl";
import { useShownValue } from "@/components/fields/use-shown-value";
import { packRows, type CellColumn, type CellPart } from "@/components/lists/packed-rows";
import { Table, TableHead, type Column } from "@/components/lists/table";
import { TableRows } from "@/components/lists/table-rows";
import { shownEmail } from "@/lib/email-address";
import { fieldTitle } from "@/lib/fields/schema";
import { instantFormat } from "@/lib/i18n/instant-format";
import type { AskedList } from "@/lib/paging/address";
import type { ChosenColumns, RowExtras } from "@/lib/recipients/columns";
import type { RecipientRow } from "@/lib/recipients/queries";
import type { Scope } from "@/lib/users/scope";

interface RecipientsTableProps {
  rows: RecipientRow[];
  list: AskedList;
  scope: Scope;
  timeZone: string;
  /** Beside the address. */
  columns: ChosenColumns;
  /** By recipients' ids; needed where a column shows them. */
  extras?: ReadonlyMap<string, RowExtras>;
}

interface TableColumn {
  head: Column;
  cell: CellColumn;
  parts: (row: RecipientRow) => CellPart[];
}

/** Fields that a phone shows; it has no room for more. */
const ON_PHONE = 2;

/** One's own have boxes to tick and can be ordered; everybody's have an owner. */
export function RecipientsTable(props: RecipientsTableProps) {
  const { rows, list } = props;
  const t = useTranslations("recipients");
  const columns = useColumns(props);
  const packed = rows.map((row) => ({ id: row.id, cells: columns.map(({ parts }) => parts(row)) }));
  return (
    <Table caption={t("title")}>
      <TableHead columns={columns.map(({ head }) => head)} list={list} />
      <TableRows columns={columns.map(({ cell }) => cell)} rows={packRows(packed)} />
    </Table>
  );
}

function useColumns({ scope, timeZone, columns, extras }: RecipientsTableProps): TableColumn[] {
  const t = useTranslations("recipients");
  const lists = useTranslations("lists");
  const shown = useShownValue();
  const format = instantFormat(useLocale(), timeZone, false);
  const own = scope === "own";
  const path = own ? "/recipients" : "/admin/recipients";
  const isWide = columns.fields.length + Number(columns.lists) > 1;
  const address: TableColumn = {
    head: own ? { text: t("address"), sort: "email" } : t("address"),
    cell: { className: `one-line ${isWide ? "md:w-[28%]" : "md:w-[50%]"}` },
    parts: ({ id, email, name }) => [
      ["link", `${path}/${id}`, shownEmail(email)],
      ...(columns.name && name !== "" ? [["detail", name] satisfies CellPart] : []),
    ],
  };
  const tick: TableColumn = {
    head: { text: lists("tickColumn"), hidden: true },
    cell: { className: "tick-cell" },
    parts: ({ email }) => [["tick", shownEmail(email)]],
  };
  const owner: TableColumn = {
    head: lists("owner"),
    cell: { label: lists("owner") },
    parts: ({ owner: { id, name } }) => [["owner", `/admin/users/${id}`, name]],
  };
  const inLists: TableColumn = {
    head: t("inLists"),
    cell: { label: t("inLists"), className: "max-md:empty:hidden" },
    parts: ({ id }) => textOf(extras?.get(id)?.lists.join(", ")),
  };
  const ofFields = columns.fields.map((field, nth): TableColumn => {
    const title = fieldTitle(field);
    const phone = nth < ON_PHONE ? "max-md:empty:hidden" : "max-md:hidden";
    return {
      head: title,
      cell: { label: title, className: phone },
      parts: ({ id }) => {
        const value = extras?.get(id)?.values[field.name];
        return textOf(value === undefined ? undefined : shown(field.type, value));
      },
    };
  });
  const state: TableColumn = {
    head: t("state"),
    cell: { label: t("state") },
    // Whether mailings reach it, and why not.
    parts: ({ suppressed }) => [
      suppressed === null ? ["muted", t("receives")] : ["chip", "careful", t(`reasons.${suppressed}`)],
    ],
  };
  const added: TableColumn = {
    head: own ? { text: t("added"), sort: "added", standard: "descending" } : t("added"),
    cell: { label: t("added") },
    parts: ({ createdAt }) => [["time", createdAt.toISOString(), format.format(createdAt)]],
  };
  return [
    ...(own ? [tick, address] : [address, owner]),
    ...(columns.lists ? [inLists] : []),
    ...ofFields,
    ...(columns.state ? [state] : []),
    ...(columns.added ? [added] : []),
  ];
}

function textOf(text: string | undefined): CellPart[] {
  return text === undefined || text === "" ? [] : [["text", text]];
}
