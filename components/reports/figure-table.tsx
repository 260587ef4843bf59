import { useFormatter } from "next-intl";
import type { ReactNode } from "react";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { Figure } from "@/components/reports/figure";

export interface FigureColumn<Name extends string> {
  name: Name;
  label: string;
  /** Of which column its share is said below the number. */
  shareOf?: Name;
}

export interface FigureRow<Name extends string> {
  key: string;
  name: ReactNode;
  /** What the row is about, spoken before a number. */
  label: string;
  figures: Readonly<Record<Name, number>>;
  hrefs: Readonly<Record<Name, string>>;
}

interface FigureTableProps<Name extends string> {
  caption: string;
  /** Over what each row is about. */
  head: string;
  columns: readonly FigureColumn<Name>[];
  rows: readonly FigureRow<Name>[];
  /** The column whose size is drawn below each name. */
  bar: Name;
}

/** Figures by day, mailing, domain, link or hour, each of which leads to the rows that it counts. */
export function FigureTable<Name extends string>(props: FigureTableProps<Name>) {
  const { caption, head, columns, rows, bar } = props;
  const most = Math.max(1, ...rows.map(({ figures }) => figures[bar]));
  return (
    <div className="figure-table">
      <Table caption={caption}>
        <TableHead columns={[head, ...columns.map(({ label }) => label)]} />
        <TableBody>
          {rows.map(({ key, name, label, figures, hrefs }) => (
            <TableRow key={key}>
              <TableCell>
                {name}
                <span
                  aria-hidden="true"
                  className="mt-1.5 block h-1.5 w-full min-w-24 rounded-full bg-default"
                >
                  <span
                    className="block h-full rounded-full bg-accent"
                    style={{ width: `${(figures[bar] / most) * 100}%` }}
                  />
                </span>
              </TableCell>
              {columns.map((column) => (
                <TableCell
                  key={column.name}
                  label={column.label}
                  className={figures[column.name] === 0 ? "zero-cell tabular-nums" : "tabular-nums"}
                >
                  <Figure
                    count={figures[column.name]}
                    href={hrefs[column.name]}
                    label={`${label}, ${column.label}`}
                  />
                  {column.shareOf !== undefined && (
                    <Share count={figures[column.name]} of={figures[column.shareOf]} />
                  )}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

/** "1.2%", where there is something to be a part of. */
export function Share({ count, of }: { count: number; of: number }) {
  const format = useFormatter();
  if (of === 0 || count === 0) return null;
  return (
    <span className="cell-count">
      {" "}
      {format.number(Math.floor((count / of) * 10_000) / 10_000, {
        style: "percent",
        maximumFractionDigits: count / of < 0.1 ? 2 : 1,
      })}
    </span>
  );
}
