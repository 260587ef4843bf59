import { ImportFault } from "@/lib/recipients/import-fault";

/** Columns that a sheet can have. */
const MOST_COLUMNS = 16_384;

/** Cells from one corner to the other, both among them; rows from 1, columns from 0. */
export interface Area {
  from: { row: number; column: number };
  to: { row: number; column: number };
}

/** The index of a cell's column, from 0: B7 is 1. @throws ImportFault sheet_damaged */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) & ~0x20;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
    if (column > MOST_COLUMNS) break;
  }
  if (column < 1 || column > MOST_COLUMNS) throw new ImportFault("sheet_damaged");
  return column - 1;
}

/** Of "B2:D9" or "B2"; null where it is neither. */
export function areaOf(reference: string): Area | null {
  const corners = reference.replaceAll("$", "").split(":").map(cornerOf);
  const [from, to = from] = corners;
  return from === undefined || from === null || to === undefined || to === null ? null : { from, to };
}

function cornerOf(reference: string): Area["from"] | null {
  const match = /^[a-z]{1,3}(\d{1,7})$/i.exec(reference);
  return match === null ? null : { row: Number(match[1]), column: columnOf(reference) };
}
