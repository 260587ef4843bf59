"use client";

import { useMemo, type ReactNode } from "react";
import { unpackRows, type CellColumn, type CellPart } from "@/components/lists/packed-rows";
import { Link } from "@/components/ui/link";
import { StatusChip } from "@/components/ui/status-chip";

// Written out: with another display, as on a phone, some browsers lose it (components/lists/table.tsx).
const CELL = "cell";

interface TableRowsProps {
  columns: readonly CellColumn[];
  /** As packRows writes them. */
  rows: string;
}

/** The body of a long table. The server renders it as the browser does, from the same text. */
export function TableRows({ columns, rows }: TableRowsProps) {
  const read = useMemo(() => unpackRows(rows), [rows]);
  return (
    <tbody>
      {read.map(({ id, cells }) => (
        <tr key={id} role="row">
          {columns.map(({ className, label, isLine = false }, nth) => {
            const parts = cells[nth]?.map((part, place) => shown(id, part, place));
            return (
              // Columns stay in their places, and so do the pieces of a cell.
              <td key={nth} role={CELL} className={className} data-label={label}>
                {isLine ? <span className="cell-line">{parts}</span> : parts}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}

function shown(rowId: string, part: CellPart, nth: number): ReactNode {
  const [kind, value, text] = part;
  switch (kind) {
    case "link":
    case "owner":
      return (
        <Link key={nth} href={value} className={`${kind === "link" ? "row" : "owner"}-link`}>
          {text}
        </Link>
      );
    case "chip":
      return (
        <StatusChip key={nth} tone={value}>
          {text}
        </StatusChip>
      );
    case "time":
      return (
        <time key={nth} dateTime={value}>
          {text}
        </time>
      );
    case "tick":
      return <input key={nth} type="checkbox" name="tick" value={rowId} aria-label={value} />;
    case "text":
    case "detail":
    case "muted":
    case "count":
      return (
        <span key={nth} className={`cell-${kind}`}>
          {value}
        </span>
      );
  }
}
