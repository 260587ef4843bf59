import type { Database } from "@/lib/db";
import type { ImportChunk } from "@/lib/recipients/import-chunk";
import { matchColumns, type Columns } from "@/lib/recipients/import-columns";
import { openFile, type OpenedFile } from "@/lib/recipients/import-file";
import type { ImportInput } from "@/lib/recipients/import-input";
import { importChunks } from "@/lib/recipients/import-rows";
import { ignoredIn } from "@/lib/recipients/import-sample";
import type { ImportedState } from "@/lib/recipients/import-states";
import { searchStates } from "@/lib/recipients/import-unknown-states";
import { reportLine } from "@/lib/recipients/report-line";
import { uploadedFile } from "@/lib/recipients/upload-parts";

/** What stands before the lines of the first chunk. */
export interface Beginning {
  /** Rows above the names of the columns, and columns that are ignored, as lines of the report. */
  report: string;
  /** The rows above the first one of a recipient, as they stand in the file. */
  head: string;
  /** Of the columns, as the file has them; blank where no row names them. */
  names: string[];
  /** Where the file is a list of people who may receive nothing: what it says of all of them. */
  optOuts: ImportedState | null;
}

interface Read {
  chunk: ImportChunk;
  beginning: Beginning;
}

/** How a file is read. */
export interface HowRead extends Pick<ImportInput, "encoding" | "delimiter" | "unknownStates"> {
  stage?: ImportInput["stage"];
  /** Null for addresses alone, one a line, from the first line on. */
  columns: ImportInput["columns"] | null;
}

/** A step of reading: null where there is nothing to write yet, "end" at the end of the file. */
type Step = Read | null | "end";
type Settled = { ok: true; step: Step } | { ok: false; error: unknown };

/** The file of an import while it is read, one chunk ahead of the one that is written. */
export class ImportReading {
  readonly #steps: AsyncGenerator<Read | null>;
  #hand: Promise<Settled> | null = null;
  #ahead: Promise<Settled> | null = null;

  /** @param passed rows that are written or counted already */
  constructor(db: Database, jobId: string, input: HowRead, passed: number) {
    this.#steps = read(db, jobId, input, passed);
  }

  /**
   * The step in hand: the same one until it is passed.
   * @throws ImportFault, PartsGone, and what the database throws
   */
  async current(): Promise<Step> {
    this.#hand ??= this.#next();
    const settled = await this.#hand;
    if (settled.ok) return settled.step;
    throw settled.error;
  }

  /** Reads the next one while the one in hand is written. */
  readAhead(): void {
    this.#ahead ??= this.#next();
  }

  pass(): void {
    this.#hand = this.#ahead;
    this.#ahead = null;
  }

  close(): void {
    // Once what is being read has been; there is nothing more to be said of it.
    void this.#steps.return(undefined).catch(() => undefined);
  }

  /** Settled, so that a failure waits until it is asked for. */
  async #next(): Promise<Settled> {
    try {
      const next = await this.#steps.next();
      return { ok: true, step: next.done === true ? "end" : next.value };
    } catch (error) {
      return { ok: false, error };
    }
  }
}

const addressesAlone: Columns = { uses: [{ kind: "email" }], header: false, above: 0, optOuts: null };

async function* read(
  db: Database,
  jobId: string,
  input: HowRead,
  passed: number,
): AsyncGenerator<Read | null> {
  const { encoding, delimiter, columns: byHand, unknownStates, stage } = input;
  const source = uploadedFile(db, jobId);
  const opened = await openFile(source, { encoding, delimiter }, () => undefined, true);
  try {
    const columns = byHand === null ? addressesAlone : matchColumns(opened.sample, byHand);
    // Asked before anything is counted or written, and not again.
    if (unknownStates === undefined && passed === 0 && stage !== "confirmed")
      yield* searchStates(source, opened, columns);
    const beginning = beginningOf(opened, columns);
    for await (const chunk of importChunks(opened, columns, { unknownStates, passed }))
      yield chunk === null ? null : { chunk, beginning };
  } finally {
    await opened.rows.return(undefined);
  }
}

function beginningOf({ first }: OpenedFile, columns: Columns): Beginning {
  const above = first.slice(0, columns.above + (columns.header ? 1 : 0));
  return {
    report: ignoredIn(first, columns).map(reportLine).join(""),
    head: above.map(({ text = "" }) => `${text}\n`).join(""),
    names: columns.header ? (first[columns.above]?.cells ?? []) : [],
    optOuts: columns.optOuts,
  };
}
