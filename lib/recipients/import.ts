import type { Readable } from "node:stream";
import type { Database } from "@/lib/db";
import { matchColumns, type Columns, type ColumnUse } from "@/lib/recipients/import-columns";
import { detectDelimiter, hasWholeRecord, type Delimiter } from "@/lib/recipients/import-delimiter";
import { ImportFault, type ImportRefusal } from "@/lib/recipients/import-fault";
import { csvRecords, type CsvRecord } from "@/lib/recipients/import-records";
import { readRow, type LeftOutRow } from "@/lib/recipients/import-row";
import { TextReader, type Encoding } from "@/lib/recipients/import-text";
import { writeChunk, type ImportChunk, type WrittenChunk } from "@/lib/recipients/import-write";
import { SeenAddresses } from "@/lib/recipients/seen-addresses";

export interface ImportOptions {
  ownerId: string;
  /** List of the owner that every recipient of the file joins; null for none. */
  listId: string | null;
  source: Readable | AsyncIterable<Uint8Array>;
  /** Detected where it is left out. */
  delimiter?: Delimiter;
  /** One use for each column; by default they are matched by name. */
  columns?: readonly ColumnUse[];
  /** Told after every chunk. */
  onProgress?: (progress: ImportProgress) => void;
  /** Given the rows that a chunk leaves out, in no promised order; waited for. */
  onLeftOut?: (rows: LeftOutRow[]) => Promise<void> | void;
  /** Ends the import between two chunks; what was written stays. */
  signal?: AbortSignal;
}

/** rows = added + updated + unchanged + duplicate + invalid, at every moment. */
export interface ImportSummary {
  rows: number;
  /** Recipients that were not there. */
  added: number;
  /** Recipients to whom the file had something new to say. A blank cell says nothing. */
  updated: number;
  /** Recipients that were there just so; they join the list nevertheless. */
  unchanged: number;
  /** Rows whose address an earlier row of the file had: the first valid row is the one that counts. */
  duplicate: number;
  invalid: number;
}

export interface ImportProgress extends ImportSummary {
  /** Bytes of the source read so far. */
  bytes: number;
}

export interface ImportedFile {
  encoding: Encoding;
  delimiter: Delimiter;
  columns: ColumnUse[];
}

export type ImportResult =
  | { ok: true; summary: ImportSummary; file: ImportedFile }
  /** What was written before stays; the line is null where it is the file as a whole. */
  | { ok: false; code: ImportRefusal; line: number | null; summary: ImportSummary };

/** Rows written together: 5,000 were no faster and took a third more memory. */
const CHUNK = 2_000;
/** Characters; a first record longer than this is looked at as far as it goes. */
const LONGEST_SAMPLE = 65_536;
/** Rows from which on the database's planner is told, lest the next plans scan. */
const ANALYZE_FROM = 50_000;

/**
 * Imports recipients from CSV: one chunk is read while the one before is written, so memory stays flat however
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
    return { ok: false, code: error.code, line: error.line, summary: run.summary };
  }
}

class Import {
  readonly summary: ImportSummary = {
    rows: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    duplicate: 0,
    invalid: 0,
  };
  readonly #reader: TextReader;
  readonly #seen = new SeenAddresses();
  #chunk: ImportChunk = { rows: [], repeated: [] };
  #leftOut: LeftOutRow[] = [];
  /** The chunk that is being written; settled, so that a failure waits until it is asked for. */
  #writing: Promise<PromiseSettledResult<void>[]> = Promise.resolve([]);

  constructor(
    readonly db: Database,
    readonly options: ImportOptions,
  ) {
    this.#reader = new TextReader(options.source);
  }

  async run(): Promise<ImportedFile> {
    await this.#refuseForeignList();
    const text = this.#reader.pieces();
    const sample = await readSample(text);
    const delimiter = this.options.delimiter ?? detectDelimiter(sample.text);
    let columns: Columns | undefined;
    try {
      for await (const records of csvRecords(sample.rest, delimiter)) {
        columns = await this.#take(records, columns);
      }
      if (columns === undefined) throw new ImportFault("empty_file");
    } finally {
      // Rows before a fault are good rows.
      await this.#flush();
      await this.#written();
    }
    await this.#analyze();
    return { encoding: this.#reader.encoding ?? "utf-8", delimiter, columns: columns.uses };
  }

  async #refuseForeignList(): Promise<void> {
    const { listId, ownerId } = this.options;
    if (listId === null) return;
    const lists = await this.db.recipientList.count({ where: { id: listId, ownerId } });
    if (lists === 0) throw new ImportFault("list_unknown");
  }

  async #take(records: readonly CsvRecord[], known: Columns | undefined): Promise<Columns | undefined> {
    if (known === undefined && records.length === 0) return undefined;
    const columns = known ?? matchColumns(records[0]?.cells ?? [], this.options.columns);
    const begin = known === undefined && columns.header ? 1 : 0;
    for (let index = begin; index < records.length; index += 1) {
      const record = records[index];
      if (record !== undefined) this.#sort(record, columns);
      if (this.#chunk.rows.length + this.#chunk.repeated.length + this.#leftOut.length >= CHUNK) {
        await this.#flush();
      }
    }
    return columns;
  }

  #sort(record: CsvRecord, columns: Columns): void {
    const read = readRow(record, columns.uses);
    if (!read.ok) this.#leftOut.push({ line: record.line, reason: read.reason, value: read.value });
    else if (this.#seen.add(read.row.email)) this.#chunk.repeated.push(read.row);
    else this.#chunk.rows.push(read.row);
  }

  /** Waits for the chunk before and begins to write this one. */
  async #flush(): Promise<void> {
    await this.#written();
    this.options.signal?.throwIfAborted();
    const [chunk, leftOut] = [this.#chunk, this.#leftOut];
    if (chunk.rows.length + chunk.repeated.length + leftOut.length === 0) return;
    this.#chunk = { rows: [], repeated: [] };
    this.#leftOut = [];
    this.#writing = Promise.allSettled([this.#write(chunk, leftOut)]);
  }

  async #written(): Promise<void> {
    for (const result of await this.#writing) {
      if (result.status === "rejected") throw result.reason;
    }
  }

  async #write(chunk: ImportChunk, invalid: LeftOutRow[]): Promise<void> {
    const rows = chunk.rows.length + chunk.repeated.length;
    const written = rows > 0 ? await writeChunk(this.db, this.options, chunk) : NOTHING;
    const { summary, options } = this;
    summary.rows += rows + invalid.length;
    summary.added += written.added;
    summary.updated += written.updated;
    summary.unchanged += written.unchanged;
    summary.duplicate += written.duplicates.length;
    summary.invalid += invalid.length;
    const leftOut = [
      ...invalid,
      ...written.duplicates.map(({ line, email }): LeftOutRow => ({
        line,
        reason: "duplicate",
        value: email,
      })),
    ];
    if (leftOut.length > 0) await options.onLeftOut?.(leftOut);
    options.onProgress?.({ ...summary, bytes: this.#reader.bytes });
  }

  async #analyze(): Promise<void> {
    if (this.summary.added + this.summary.updated < ANALYZE_FROM) return;
    await this.db.$executeRaw`ANALYZE recipients, list_members`;
  }
}

const NOTHING: WrittenChunk = { added: 0, updated: 0, unchanged: 0, duplicates: [] };

/** The beginning of a text, to detect its delimiter by, and the whole text again. */
async function readSample(
  text: AsyncGenerator<string>,
): Promise<{ text: string; rest: AsyncGenerator<string> }> {
  let sample = "";
  while (sample.length < LONGEST_SAMPLE && !hasWholeRecord(sample)) {
    const next = await text.next();
    if (next.done === true) break;
    sample += next.value;
  }
  async function* whole(): AsyncGenerator<string> {
    if (sample !== "") yield sample;
    yield* text;
  }
  return { text: sample, rest: whole() };
}
