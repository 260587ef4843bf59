import { matchColumns, type Columns, type ColumnUse } from "@/lib/recipients/import-columns";
import { detectDelimiter, separatorLine, type Delimiter } from "@/lib/recipients/import-delimiter";
import { ImportFault, type ImportRefusal } from "@/lib/recipients/import-fault";
import { SAMPLE_ROWS } from "@/lib/recipients/import-layout";
import { csvRecords } from "@/lib/recipients/import-records";
import { TextReader, type Encoding } from "@/lib/recipients/import-text";

/** Rows shown, the names of the columns among them; more are looked at. */
const ROWS = 6;

export type FilePreview =
  | {
      ok: true;
      encoding: Encoding;
      delimiter: Delimiter;
      /** One for each column; without an email where none is known by its name. */
      uses: ColumnUse[];
      /** Whether the first row names the columns. */
      header: boolean;
      /** Rows above it, which are left out. */
      above: number;
      rows: string[][];
    }
  | { ok: false; code: ImportRefusal; line: number | null };

/**
 * What an import would make of a file, by its beginning.
 * @param said what somebody says of it; the rest is detected
 */
export async function previewFile(
  beginning: Uint8Array,
  said: { encoding?: Encoding; delimiter?: Delimiter },
): Promise<FilePreview> {
  try {
    return await read(beginning, said);
  } catch (error) {
    if (error instanceof ImportFault) return { ok: false, code: error.code, line: error.line };
    throw error;
  }
}

async function read(
  beginning: Uint8Array,
  said: { encoding?: Encoding; delimiter?: Delimiter },
): Promise<FilePreview> {
  const reader = new TextReader(piece(beginning), said.encoding);
  let text = "";
  for await (const part of reader.pieces()) text += part;
  const separator = separatorLine(text);
  const begin = text.slice(separator?.length);
  const delimiter = said.delimiter ?? separator?.delimiter ?? detectDelimiter(begin);
  const rows = await firstRows(begin, delimiter);
  if (rows.length === 0) throw new ImportFault("empty_file");
  const columns = columnsOf(rows);
  const shown = rows.slice(columns.above, columns.above + ROWS);
  return { ok: true, encoding: reader.encoding ?? "utf-8", delimiter, ...columns, rows: shown };
}

async function firstRows(text: string, delimiter: Delimiter): Promise<string[][]> {
  const rows: string[][] = [];
  try {
    for await (const records of csvRecords(pieces(text), delimiter)) {
      for (const { cells } of records) if (rows.length < SAMPLE_ROWS) rows.push(cells);
      if (rows.length === SAMPLE_ROWS) break;
    }
  } catch (error) {
    // The beginning ends within a row.
    if (!(error instanceof ImportFault) || rows.length === 0) throw error;
  }
  return rows;
}

function columnsOf(rows: string[][]): Columns {
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

/** Line by line, so that the rows before an end within a quote are told. */
async function* pieces(text: string): AsyncGenerator<string> {
  for (const line of text.split(/(?<=\n)/)) yield line;
}
