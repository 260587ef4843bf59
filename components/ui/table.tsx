import type { ReactNode, TdHTMLAttributes } from "react";

/*
 * Plain tables, made on the server: the component library's table comes with 40 KB of script for
 * selection and sorting that these do not have. On a phone each row becomes a block whose cells carry
 * their column's name; the roles are written out because with another display they would be lost.
 */

export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <div className="overflow-hidden rounded-xl border border-border bg-surface shadow-surface">
      <table role="table" className="w-full text-sm max-md:block">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function TableHead({ columns }: { columns: string[] }) {
  return (
    <thead className="max-md:sr-only">
      <tr role="row" className="border-b border-separator bg-surface-secondary text-start">
        {columns.map((column) => (
          <th
            key={column}
            role="columnheader"
            scope="col"
            className="px-4 py-2.5 text-start text-xs font-medium text-muted"
          >
            {column}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="divide-y divide-separator max-md:block">{children}</tbody>;
}

export function TableRow({ children }: { children: ReactNode }) {
  return (
    <tr
      role="row"
      className="relative align-top max-md:flex max-md:flex-col max-md:gap-1.5 max-md:px-4 max-md:py-4 md:has-[a.row-link]:hover:bg-surface-secondary"
    >
      {children}
    </tr>
  );
}

interface TableCellProps extends TdHTMLAttributes<HTMLTableCellElement> {
  /** The column's name, shown beside the value on a phone; leave out where the value says it itself. */
  label?: string;
}

export function TableCell({ label, children, className = "", role = "cell", ...rest }: TableCellProps) {
  return (
    <td role={role} className={`md:px-4 md:py-3.5 max-md:flex max-md:gap-3 ${className}`} {...rest}>
      {label !== undefined && (
        <span className="w-28 shrink-0 text-muted md:hidden" aria-hidden="true">
          {label}
        </span>
      )}
      <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
    </td>
  );
}
