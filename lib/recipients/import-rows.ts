import { ImportChunk } from "@/lib/recipients/import-chunk";
import type { Columns } from "@/lib/recipients/import-columns";
import type { OpenedFile } from "@/lib/recipients/import-file";
import type { CsvRecord } from "@/lib/recipients/import-records";
import { readRow } from "@/lib/recipients/import-row";
import { stateOfUnknown } from "@/lib/recipients/import-unknown-states";
import { SeenAddresses } from "@/lib/recipients/seen-addresses";

interface Wanted {
  /** What becomes of people of whom a column says what is not understood; by default the import stops. */
  unknownStates: "suppress" | undefined;
  /** So many rows are written already: they are read for their addresses alone. */
  passed?: number;
}

/**
 * The rows of a file in chunks, each beginning where the one before ended, and the same ones whenever the file is read.
 * Yields null between pieces of the file that are passed over. Rows before a fault are yielded before it is thrown.
 *
 * @throws ImportFault, and what the source throws
 */
export async function* importChunks(
  { rows }: Pick<OpenedFile, "rows">,
  columns: Columns,
  { unknownStates, passed = 0 }: Wanted,
): AsyncGenerator<ImportChunk | null> {
  const sorter = new Sorter(columns, unknownStates, passed);
  let begin = columns.above + (columns.header ? 1 : 0);
  try {
    for await (const records of rows) {
      for (const record of records.slice(begin)) {
        sorter.sort(record);
        if (sorter.chunk.full) yield sorter.taken();
      }
      begin = Math.max(0, begin - records.length);
      if (sorter.chunk.size === 0) yield null;
    }
  } catch (error) {
    if (sorter.chunk.size > 0) yield sorter.taken();
    throw error;
  } finally {
    await rows.return(undefined);
  }
  if (sorter.chunk.size > 0) yield sorter.taken();
}

class Sorter {
  readonly #seen = new SeenAddresses();
  #row = 0;
  chunk: ImportChunk;

  constructor(
    readonly columns: Columns,
    readonly unknownStates: "suppress" | undefined,
    readonly passed: number,
  ) {
    this.chunk = new ImportChunk(passed);
  }

  taken(): ImportChunk {
    const { chunk } = this;
    this.chunk = new ImportChunk(chunk.end);
    return chunk;
  }

  sort(record: CsvRecord): void {
    const { line, text } = record;
    const { uses, optOuts } = this.columns;
    this.#row += 1;
    const isPassed = this.#row <= this.passed;
    const read = readRow(record, uses, optOuts);
    if (!read.ok) {
      const { reason, value, at } = read;
      const broken = text === undefined ? undefined : { line, reason, value, at, cells: record.cells, text };
      if (!isPassed) this.chunk.leaveOut({ line, outcome: "invalid", reason, value }, broken);
      return;
    }
    const { email } = read.row;
    const state = read.state ?? stateOfUnknown(read.unknown, line, this.unknownStates);
    const first = this.#seen.add(email, line);
    if (isPassed) return;
    if (state !== null) this.chunk.leaveOut({ line, outcome: "suppressed", email, ...state });
    else if (first === undefined) this.chunk.add(read.row);
    else this.chunk.leaveOut({ line, outcome: "duplicate", email, first });
  }
}
