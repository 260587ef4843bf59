import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { ReportFigures } from "@/lib/reports/queries";

interface ReportTableProps<Row extends ReportFigures> {
  caption: string;
  /** Over what each row is about. */
  head: string;
  rows: readonly Row[];
  /** Of the period: what nobody had in it has no column, but for what everybody looks for. */
  total: ReportFigures;
  name: (row: Row) => ReactNode;
  keyOf: (row: Row) => string;
}

const always = ["attempts", "planned", "accepted", "rejected"] as const;
const columns = [
  ...always,
  ...(["skipped", "cancelled", "uncertain", "delivered", "bounced", "complained"] as const),
];

/** Figures by day or by mailing, with a bar of what was accepted in each. */
export function ReportTable<Row extends ReportFigures>(props: ReportTableProps<Row>) {
  const { caption, head, rows, total, name, keyOf } = props;
  const t = useTranslations("reports");
  const format = useFormatter();
  const shown = columns.filter((column) => always.some((name) => name === column) || total[column] > 0);
  const most = Math.max(1, ...rows.map((row) => row.planned));
  return (
    <Table caption={caption}>
      <TableHead columns={[head, ...shown.map((column) => t(`figures.${column}`))]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={keyOf(row)}>
            <TableCell>
              {name(row)}
              <span aria-hidden="true" className="mt-1.5 block h-1.5 w-full min-w-24 rounded-full bg-default">
                <span
                  className="block h-full rounded-full bg-accent"
                  style={{ width: `${(row.accepted / most) * 100}%` }}
                />
              </span>
            </TableCell>
            {shown.map((column) => (
              <TableCell
                key={column}
                label={t(`figures.${column}`)}
                className={row[column] === 0 ? "text-muted tabular-nums max-md:hidden" : "tabular-nums"}
              >
                {format.number(row[column])}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
