import { z } from "zod";
import { storableText } from "@/lib/storable-text";

const CELL = /^c(\d{1,9})\.(\d{1,3})$/;

/** Cells of broken rows as a form sends them: "c12.0" is the first one of the row on line 12. */
export const mendedCells = z.record(z.string(), z.unknown()).transform((fields) => {
  const rows = new Map<number, Map<number, string>>();
  for (const [name, text] of Object.entries(fields)) {
    const [, line, at] = CELL.exec(name) ?? [];
    if (line === undefined || at === undefined || typeof text !== "string") continue;
    const cells = rows.get(Number(line)) ?? new Map<number, string>();
    // Of a field with several lines, a browser sends both of its characters.
    rows.set(Number(line), cells.set(Number(at), storableText(text.replaceAll("\r\n", "\n"))));
  }
  return rows;
});
