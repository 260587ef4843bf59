import type { Tone } from "@/components/ui/status-chip";

/** A piece of a cell: what it is, then what it shows. Texts are the reader's, times are written in the reader's zone. */
export type CellPart =
  | readonly ["link", href: string, text: string]
  | readonly ["owner", href: string, text: string]
  | readonly ["text" | "detail" | "muted" | "count", text: string]
  | readonly ["chip", tone: Tone, text: string]
  | readonly ["time", iso: string, text: string]
  /** The box of a row in a Selection. The head of its column is `{ text: ..., hidden: true }`. */
  | readonly ["tick", label: string];

/** What is the same in each row. */
export interface CellColumn {
  className?: string;
  /** The column's name, shown beside the value on a phone; left out where the value says it itself. */
  label?: string;
  /** Its pieces stand side by side, and wrap where there is no room. */
  isLine?: boolean;
}

export interface CellRow {
  id: string;
  /** One for each column. */
  cells: readonly (readonly CellPart[])[];
}

/**
 * Rows as one text. What a page hands to the browser as elements is written out one by one, beside the HTML of the same,
 * and read back to render it: for fifty rows that took a third of the page's time.
 */
export function packRows(rows: readonly CellRow[]): string {
  return JSON.stringify(rows);
}

/** The rows that `packRows` wrote. */
export function unpackRows(packed: string): readonly CellRow[] {
  // On trust: nothing else writes it.
  return JSON.parse(packed) as readonly CellRow[];
}
