import { guarded } from "@/lib/recipients/formula-guard";
import type { RowOutcome } from "@/lib/recipients/import-chunk";

/** Without the mark, Excel reads Cyrillic in UTF-8 as something else. */
export const REPORT_BEGINNING = "\ufeffline,outcome,reason,value\n";

/** One row's outcome as a line of an import's report. */
export function reportLine(row: RowOutcome): string {
  switch (row.outcome) {
    case "duplicate":
      return `${row.line},duplicate,first on line ${row.first},${cell(row.email)}\n`;
    case "invalid":
      return `${row.line},invalid,${row.reason},${cell(row.value)}\n`;
    default:
      return `${row.line},${row.outcome},,${cell(row.email)}\n`;
  }
}

function cell(value: string): string {
  const harmless = guarded(value);
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
