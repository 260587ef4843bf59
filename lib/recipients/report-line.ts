import { csvCell, CSV_MARK } from "@/lib/csv/write";
import type { RowOutcome } from "@/lib/recipients/import-chunk";

export const REPORT_BEGINNING = `${CSV_MARK}line,outcome,reason,value\n`;

/** What became of a row, or of a column that was ignored, as a line of an import's report. */
export function reportLine(row: RowOutcome): string {
  switch (row.outcome) {
    case "duplicate":
      return `${row.line},duplicate,first on line ${row.first},${csvCell(row.email)}\n`;
    case "invalid":
      return `${row.line},invalid,${row.reason},${csvCell(row.value)}\n`;
    case "suppressed":
      return `${row.line},suppressed,${csvCell(`${row.reason} (${row.note})`)},${csvCell(row.email)}\n`;
    case "erased":
      return `${row.line},erased,data erased; add by hand who agreed again,${csvCell(row.email)}\n`;
    case "ignored":
      return `${row.line},ignored,${row.what},${csvCell(row.text)}\n`;
    default:
      return `${row.line},${row.outcome},,${csvCell(row.email)}\n`;
  }
}
