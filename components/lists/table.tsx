import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode, TdHTMLAttributes } from "react";
import { Link } from "@/components/ui/link";
import { listHref, type AskedList } from "@/lib/paging/address";

/*
 * Plain tables, made on the server: the component library's table comes with 40 KB of script. Their look stands in
 * app/globals.css under .list-table, so that a row carries no list of classes. On a phone each row becomes a card whose
 * cells carry their column's name; the roles are written out because with another display some browsers lose them.
 */

export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <div className="list-frame">
      <table role="table" className="list-table">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

/** A column by which the list can be ordered: `sort` of the address is its name, or "-" and its name for the reverse. */
interface SortColumn {
  text: string;
  sort: string;
  /** The order of an address that says nothing, where it is by this column. */
  standard?: "ascending" | "descending";
}

/** A column whose head is only spoken, as that of boxes or buttons. */
interface HiddenColumn {
  text: string;
  hidden: true;
}

export type Column = string | SortColumn | HiddenColumn;

interface TableHeadProps {
  columns: readonly Column[];
  /** Needed where a column can be ordered by. */
  list?: AskedList;
}

export function TableHead({ columns, list }: TableHeadProps) {
  return (
    <thead>
      <tr role="row">
        {columns.map((column) =>
          typeof column !== "string" && "sort" in column ? (
            <SortHeader key={column.text} column={column} list={list} />
          ) : (
            <PlainHeader key={textOf(column)} column={column} />
          ),
        )}
      </tr>
    </thead>
  );
}

function textOf(column: Column): string {
  return typeof column === "string" ? column : column.text;
}

function PlainHeader({ column }: { column: string | HiddenColumn }) {
  return (
    <th role="columnheader" scope="col">
      {typeof column === "string" ? column : <span className="sr-only">{column.text}</span>}
    </th>
  );
}

function SortHeader({ column, list }: { column: SortColumn; list: AskedList | undefined }) {
  const t = useTranslations("lists");
  if (list === undefined) return <PlainHeader column={column.text} />;
  const { sort: name, text, standard } = column;
  const [upward, downward] = [name, `-${name}`];
  const usual = standard === "descending" ? downward : upward;
  const asked = list.asked["sort"] || (standard === undefined ? "" : usual);
  const order = asked === upward ? "ascending" : asked === downward ? "descending" : undefined;
  const next = asked === upward ? downward : asked === downward ? upward : usual;
  const Icon = order === undefined ? ArrowUpDown : order === "ascending" ? ArrowUp : ArrowDown;
  return (
    <th role="columnheader" scope="col" aria-sort={order}>
      <Link
        href={listHref(list, { sort: standard !== undefined && next === usual ? "" : next })}
        scroll={false}
        title={t("sortBy", { column: text })}
      >
        {text}
        <Icon aria-hidden="true" className={order === undefined ? "opacity-40" : undefined} />
      </Link>
    </th>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody>{children}</tbody>;
}

export function TableRow({ children }: { children: ReactNode }) {
  return <tr role="row">{children}</tr>;
}

interface TableCellProps extends TdHTMLAttributes<HTMLTableCellElement> {
  /** The column's name, shown beside the value on a phone; leave out where the value says it itself. */
  label?: string;
}

export function TableCell({ label, children, role = "cell", ...rest }: TableCellProps) {
  return (
    <td role={role} {...(label !== undefined && { "data-label": label })} {...rest}>
      {children}
    </td>
  );
}

interface RowLinkProps {
  href: string;
  lang?: string;
  title?: string;
  children: ReactNode;
}

/** The link of a row, which takes a click anywhere in it. What else can be clicked there stands above it. */
export function RowLink(props: RowLinkProps) {
  return <Link {...props} className="row-link" />;
}
