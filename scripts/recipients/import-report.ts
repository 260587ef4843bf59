import { open } from "node:fs/promises";
import type { RowOutcome } from "@/lib/recipients/import-chunk";
import { REPORT_BEGINNING, reportLine } from "@/lib/recipients/report-line";
import { CommandError } from "@/scripts/command-line";
import { reasonOf } from "@/scripts/recipients/import-files";

const PRIVATE = 0o600;

export interface ImportReport {
  write(outcomes: readonly RowOutcome[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Begins the account of an import: a CSV in UTF-8 with one line for each row of the file, in its order. What was
 * there under this name is replaced. Only its owner may read it: people's addresses stand in it.
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
  const file = await told(open(place, "w", PRIVATE));
  // A file that was there keeps its mode otherwise; a pipe or a device has none of its own.
  if ((await file.stat()).isFile()) await told(file.chmod(PRIVATE));
  await told(file.appendFile(REPORT_BEGINNING));
  return {
    write: (outcomes) => told(file.appendFile(outcomes.map(reportLine).join(""))),
    close: () => told(file.close()),
  };
}
