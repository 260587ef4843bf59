import { open } from "node:fs/promises";
import type { RowOutcome } from "@/lib/recipients/import-chunk";
import { CommandError } from "@/scripts/command-line";
import { reasonOf } from "@/scripts/recipients/import-files";

/** Without the mark, Excel reads Cyrillic in UTF-8 as something else. */
const BEGINNING = "\ufeffline,outcome,reason,value\n";

export interface ImportReport {
  write(outcomes: readonly RowOutcome[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Begins the account of an import: a CSV in UTF-8 with one line for each row of the file, in its order. What was
 * there under this name is replaced.
 * @throws CommandError, from `write` too, where the system lets nothing be written
 */
export async function openReport(place: string): Promise<ImportReport> {
  const told = async <T>(writing: Promise<T>): Promise<T> => {
    try {
      return await writing;
    } catch (error) {
      throw new CommandError(`The report ${place} cannot be written: ${reasonOf(error)}.`);
    }
  };
  const file = await told(open(place, "w"));
  await told(file.appendFile(BEGINNING));
  return {
    write: (outcomes) => told(file.appendFile(outcomes.map(reportLine).join(""))),
    close: () => told(file.close()),
  };
}

/** One row's outcome as a line of CSV. */
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

/** A spreadsheet would run a cell that begins like a formula. */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
