import { analyzeAfter } from "@/lib/database/analyze";
import type { Database } from "@/lib/db";
import { erasedAmong } from "@/lib/erasing/erased-among";
import {
  matchColumns,
  type Columns,
  type ColumnUse,
  type ColumnWishes,
} from "@/lib/recipients/import-columns";
import type { ImportChunk, RowOutcome } from "@/lib/recipients/import-chunk";
import type { EncodingGuess } from "@/lib/recipients/import-encoding";
import { ImportFault, type ImportRefusal } from "@/lib/recipients/import-fault";
import {
  openFile,
  type FileSource,
  type ImportedFile,
  type OpenedFile,
  type SaidOfFile,
} from "@/lib/recipients/import-file";
import { importChunks } from "@/lib/recipients/import-rows";
import { ignoredIn } from "@/lib/recipients/import-sample";
import { askStates } from "@/lib/recipients/import-unknown-states";
import { countRows, writeRows, type ImportRules, type RowCounts } from "@/lib/recipients/import-write";

export interface ImportOptions extends SaidOfFile, ImportRules {
  ownerId: string;
  /** List of the owner that every recipient of the file joins; null for none. */
  listId: string | null;
  source: FileSource;
  /** One use for each column; by default they are matched by name. */
  columns?: readonly ColumnUse[];
  /** Which columns hold address and name, where that is said. */
  wishes?: ColumnWishes;
  /** Counts what it would do, and writes nothing; nobody is told what became of single rows. */
  dryRun?: boolean;
  /** Told what the file was taken for, before the first chunk. */
  onOpened?: (file: ImportedFile) => void;
  /** What becomes of people of whom a column says what is not understood; by default the import stops. */
  unknownStates?: "suppress";
  /** Told after every chunk. */
  onProgress?: (progress: ImportProgress) => void;
  /** Told which rows above the header and which columns are ignored, then what became of the rows of a chunk, in the order of the file; waited for. */
  onOutcomes?: (outcomes: RowOutcome[]) => Promise<void> | void;
  /** Ends the import between two chunks; what was written stays. */
  signal?: AbortSignal;
}

/** rows = added + updated + unchanged + suppressed + duplicate + invalid + erased, at every moment. */
export interface ImportSummary {
  rows: number;
  /** Recipients that were not there. */
  added: number;
  /** Recipients to whom the file had something new to say. A blank cell says nothing. */
  updated: number;
  /** Recipients that were there just so; they join the list nevertheless. */
  unchanged: number;
  /** Rows of people who may receive nothing, as the file says. */
  suppressed: number;
  /** Rows whose address an earlier row of the file had: the first valid row is the one that counts. */
  duplicate: number;
  invalid: number;
  /** Rows of people whom the owner erased: they stay out. */
  erased: number;
}

/** Adds what became of the rows of a chunk. */
export function countChunk(summary: ImportSummary, chunk: ImportChunk, written: RowCounts): void {
  summary.rows += chunk.size;
  summary.added += written.added;
  summary.updated += written.updated;
  summary.unchanged += chunk.rows.length - written.added - written.updated;
  for (const outcome of ["suppressed", "duplicate", "invalid", "erased"] as const)
    summary[outcome] += chunk.count(outcome);
}

/** Before the first row. */
export function emptySummary(): ImportSummary {
  return { rows: 0, added: 0, updated: 0, unchanged: 0, suppressed: 0, duplicate: 0, invalid: 0, erased: 0 };
}

export interface ImportProgress extends ImportSummary {
  /** Bytes of the source read so far. */
  bytes: number;
}

export type ImportResult =
  | { ok: true; summary: ImportSummary; file: ImportedFile }
  /** What was written before stays; the line is null where it is the file as a whole. */
  | {
      ok: false;
      code: ImportRefusal;
      line: number | null;
      detail: string;
      summary: ImportSummary;
    };

/** Chunks that are written at once; with one at a time, the database waited for the next a third of its time. */
const UNDER_WAY = 3;

/**
 * Imports recipients from CSV: one chunk is read while those before are written, so memory stays flat however
 * long the file is. Interrupted and started again, it ends in the same state.
 *
 * @throws the signal's reason; what source, database and callbacks throw
 */
export async function importRecipients(db: Database, options: ImportOptions): Promise<ImportResult> {
  const run = new Import(db, options);
  try {
    const file = await run.run();
    return { ok: true, summary: run.summary, file };
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    const { code, line, detail } = error;
    return { ok: false, code, line, detail, summary: run.summary };
  }
}

class Import {
  readonly summary = emptySummary();
  /** Bytes of the source read so far. */
  #bytes = () => 0;
  /** The chunks that are being written, the oldest first; settled, so that a failure waits until it is asked for. */
  readonly #writing: Promise<PromiseSettledResult<void>[]>[] = [];

  constructor(
    readonly db: Database,
    readonly options: ImportOptions,
  ) {}

  async run(): Promise<ImportedFile> {
    await this.#refuseForeignList();
    const { source, columns: byHand, wishes, unknownStates, onOpened, onOutcomes } = this.options;
    const opened = await openFile(source, this.options, refuseUnsure);
    const { reader, rows, first, sample } = opened;
    this.#bytes = () => reader.bytes;
    let file: ImportedFile;
    try {
      const columns = matchColumns(sample, byHand, wishes);
      if (unknownStates === undefined) await askStates(source, opened, columns);
      file = fileOf(opened, columns);
      onOpened?.(file);
      const ignored = ignoredIn(first, columns);
      if (ignored.length > 0 && this.options.dryRun !== true) await onOutcomes?.(ignored);
      for await (const chunk of importChunks(opened, columns, { unknownStates })) {
        if (chunk !== null) await this.#flush(chunk);
      }
    } finally {
      try {
        await rows.return(undefined);
      } finally {
        await this.#written(0);
      }
    }
    const { added, updated } = this.summary;
    if (this.options.dryRun !== true) await analyzeAfter(this.db, added + updated);
    return { ...file, encoding: reader.encoding ?? file.encoding };
  }

  async #refuseForeignList(): Promise<void> {
    const { listId, ownerId } = this.options;
    if (listId === null) return;
    const lists = await this.db.recipientList.count({ where: { id: listId, ownerId } });
    if (lists === 0) throw new ImportFault("list_unknown");
  }

  /** Waits until there is room and begins to write this chunk. */
  async #flush(chunk: ImportChunk): Promise<void> {
    await this.#written(UNDER_WAY - 1);
    this.options.signal?.throwIfAborted();
    const writing = Promise.allSettled([this.#write(chunk, this.#writing.at(-1))]);
    this.#writing.push(writing);
  }

  /** Waits until no more than so many chunks are under way; after a failure, until none is. */
  async #written(most: number): Promise<void> {
    for (let oldest = this.#writing[0]; oldest !== undefined; oldest = this.#writing[0]) {
      if (this.#writing.length <= most) return;
      const [result] = await oldest;
      if (result?.status === "rejected") {
        await Promise.all(this.#writing);
        throw result.reason;
      }
      // It has settled.
      void this.#writing.shift();
    }
  }

  /** @param before the chunk before, which is told of first */
  async #write(chunk: ImportChunk, before?: Promise<unknown>): Promise<void> {
    const { db, summary, options } = this;
    chunk.leaveOutErased(await erasedAmong(db, options.ownerId, chunk.emails));
    if (options.dryRun === true) {
      const counted = await countRows(db, options, chunk.rows);
      await before;
      countChunk(summary, chunk, counted);
    } else {
      const written = await writeRows(db, options, chunk.rows, chunk.suppressions);
      await before;
      countChunk(summary, chunk, written);
      if (options.onOutcomes !== undefined) await options.onOutcomes(chunk.outcomes(written));
    }
    options.onProgress?.({ ...summary, bytes: this.#bytes() });
  }
}

function refuseUnsure({ examples }: EncodingGuess): never {
  const readings = examples.map(({ encoding, words }) => `${encoding} reads ${words}`);
  throw new ImportFault("encoding_unsure", null, readings.join(", "));
}

function fileOf({ reader, delimiter, first }: OpenedFile, { uses, header, above }: Columns): ImportedFile {
  return {
    encoding: reader.encoding ?? "utf-8",
    delimiter,
    columns: uses,
    header: (header && first[above]) || null,
  };
}
