import { hash } from "node:crypto";
import { matchColumns, type Columns, type ColumnUse } from "@/lib/recipients/import-columns";
import type { Delimiter } from "@/lib/recipients/import-delimiter";
import type { Encoding } from "@/lib/recipients/import-encoding";
import { ImportFault, type ImportRefusal } from "@/lib/recipients/import-fault";
import { openFile, type OpenedFile, type SaidOfFile } from "@/lib/recipients/import-file";
import { unknownStates } from "@/lib/recipients/import-unknown-states";

/** Rows shown, the names of the columns among them. */
const ROWS = 6;
/** Further rows, with letters beyond ASCII, by which a person sees whether the encoding is right. */
const TELLING_ROWS = 3;
const BEYOND_ASCII = /[^\0-\x7f]/;

export type FilePreview =
  | {
      ok: true;
      encoding: Encoding;
      /** False where the encoding is a guess that a person has to look at. */
      sure: boolean;
      delimiter: Delimiter;
      /** One for each column; without an email where none is known by its name. */
      uses: ColumnUse[];
      /** Whether the first row names the columns. */
      header: boolean;
      /** By what that row is known again; null where there is none. */
      headerKey: string | null;
      /** Rows above it, which are left out. */
      above: number;
      rows: string[][];
      /** What columns of states say that is not understood, such as "Status: VIP, Lost". */
      unknownStates: string[];
      /** Whether the file is a list of people who may receive nothing. */
      optOuts: boolean;
    }
  | { ok: false; code: ImportRefusal; line: number | null };

/**
 * What an import would make of a file.
 * @param sample its beginning, which may be followed by lines of the rest
 */
export async function previewFile(sample: Uint8Array, said: SaidOfFile): Promise<FilePreview> {
  try {
    return await preview(sample, said);
  } catch (error) {
    if (error instanceof ImportFault) return { ok: false, code: error.code, line: error.line };
    throw error;
  }
}

async function preview(sample: Uint8Array, said: SaidOfFile): Promise<FilePreview> {
  let sure = true;
  const opened = await openFile(
    () => piece(sample),
    said,
    () => {
      sure = false;
    },
  );
  const columns = columnsOf(opened.sample);
  const rows = await rowsShown(opened, columns.above);
  const encoding = opened.reader.encoding ?? "utf-8";
  return {
    ...{ ok: true, encoding, sure, delimiter: opened.delimiter, ...columns, rows },
    headerKey: columns.header ? headerKey(opened.sample[columns.above] ?? []) : null,
    unknownStates: unknownStates(opened.first, columns).map(({ said: what }) => what),
    optOuts: columns.optOuts !== null,
  };
}

/** By what a header is known again, whatever the rows below it. */
function headerKey(names: readonly string[]): string {
  return hash("sha256", JSON.stringify(names.map((name) => name.trim())));
}

async function rowsShown({ rows }: OpenedFile, above: number): Promise<string[][]> {
  let number = 0;
  const first: string[][] = [];
  const telling: string[][] = [];
  try {
    for await (const records of rows) {
      for (const { cells } of records) {
        number += 1;
        if (number <= above) continue;
        if (first.length < ROWS) first.push(cells);
        else if (BEYOND_ASCII.test(cells.join(""))) telling.push(cells);
      }
      if (telling.length >= TELLING_ROWS) break;
    }
  } catch (error) {
    // The sample ends within a row.
    if (!(error instanceof ImportFault)) throw error;
  }
  return [...first, ...telling.slice(0, TELLING_ROWS)];
}

function columnsOf(rows: readonly (readonly string[])[]): Columns {
  try {
    return matchColumns(rows);
  } catch (error) {
    if (!(error instanceof ImportFault) || error.code !== "email_column_missing") throw error;
    // As if there were one more that holds it: the others keep what they are known as.
    const [first = [], ...others] = rows;
    const columns = matchColumns([[...first, "email"], ...others]);
    return { ...columns, uses: columns.uses.slice(0, -1) };
  }
}

async function* piece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
