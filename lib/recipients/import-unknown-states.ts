import type { Columns } from "@/lib/recipients/import-columns";
import { ImportFault } from "@/lib/recipients/import-fault";
import { openFile, type FileSource, type OpenedFile } from "@/lib/recipients/import-file";
import type { CsvRecord } from "@/lib/recipients/import-records";
import { readRow } from "@/lib/recipients/import-row";
import type { ImportedState, UnknownState } from "@/lib/recipients/import-states";
import { beginningOf } from "@/lib/storable-text";

/** Values told; more would not help to decide. */
const MOST_TOLD = 10;
const LONGEST_TOLD = 60;

/** What columns of states say that is not understood: a column with its values, and the line where it says so first. */
export interface UnknownStates {
  line: number;
  /** Such as "Status: VIP, Lost". */
  said: string;
}

/** By the first rows of a file. */
export function unknownStates(records: readonly CsvRecord[], columns: Columns): UnknownStates[] {
  const search = new Search(columns);
  search.look(records);
  return search.found;
}

/**
 * Looks a file through for states that are not understood, before anything of it is written: all of it where it can be
 * read twice, else its first rows.
 * @throws ImportFault state_unknown
 */
export async function askStates(source: FileSource, opened: OpenedFile, columns: Columns): Promise<void> {
  const search = searchStates(source, opened, columns);
  while ((await search.next()).done !== true);
}

/**
 * The same, yielding between pieces of the file.
 * @throws ImportFault state_unknown
 */
export async function* searchStates(
  source: FileSource,
  opened: OpenedFile,
  columns: Columns,
): AsyncGenerator<null> {
  if (!columns.uses.some(({ kind }) => kind === "state")) return;
  const search = new Search(columns);
  if (typeof source === "function") yield* lookThrough(source, opened, search);
  else search.look(opened.first);
  const [first] = search.found;
  if (first === undefined) return;
  throw new ImportFault("state_unknown", first.line, search.found.map(({ said }) => said).join("; "));
}

async function* lookThrough(source: FileSource, opened: OpenedFile, search: Search): AsyncGenerator<null> {
  const { encoding } = opened.reader;
  const said = { delimiter: opened.delimiter, ...(encoding !== undefined && { encoding }) };
  try {
    const { rows } = await openFile(source, said, () => undefined);
    for await (const records of rows) {
      search.look(records);
      yield null;
    }
  } catch (error) {
    // The import itself tells of it, after the rows before.
    if (!(error instanceof ImportFault)) throw error;
  }
}

class Search {
  readonly #found = new Map<string, { line: number; values: Set<string> }>();
  #skipped: number;

  constructor(readonly columns: Columns) {
    this.#skipped = columns.above + Number(columns.header);
  }

  get found(): UnknownStates[] {
    return [...this.#found].map(([column, { line, values }]) => ({
      ...{ line, said: `${column}: ${[...values].join(", ")}` },
    }));
  }

  look(records: readonly CsvRecord[]): void {
    for (const record of records.slice(this.#skipped)) this.#lookAt(record);
    this.#skipped = Math.max(0, this.#skipped - records.length);
  }

  #lookAt(record: CsvRecord): void {
    const read = readRow(record, this.columns.uses, this.columns.optOuts);
    if (!read.ok || read.state !== null || read.unknown === null) return;
    const { column, value } = read.unknown;
    const { line, values } = this.#found.get(column) ?? { line: record.line, values: new Set() };
    if (values.size < MOST_TOLD) values.add(beginningOf(value, LONGEST_TOLD));
    this.#found.set(column, { line, values });
  }
}

/**
 * What becomes of somebody of whom a column says what is not understood.
 * @throws ImportFault state_unknown, unless somebody said what
 */
export function stateOfUnknown(
  unknown: UnknownState | null,
  line: number,
  said: "suppress" | undefined,
): ImportedState | null {
  if (unknown === null) return null;
  const note = `${unknown.column}: ${unknown.value}`;
  if (said === "suppress") return { reason: "manual", note: beginningOf(note, 200) };
  throw new ImportFault("state_unknown", line, note);
}
