import type { ColumnUse } from "@/lib/recipients/import-columns";
import { detectShape, separatorLine, type Delimiter } from "@/lib/recipients/import-delimiter";
import type { Encoding, EncodingGuess } from "@/lib/recipients/import-encoding";
import { ImportFault } from "@/lib/recipients/import-fault";
import { SAMPLE_ROWS } from "@/lib/recipients/import-layout";
import { csvRecords, type CsvRecord } from "@/lib/recipients/import-records";
import { encodingOfFile, TextReader } from "@/lib/recipients/import-text";

/** The bytes of a file; as a function, of one that can be read twice, so that its encoding is known by all of it. */
export type FileSource = AsyncIterable<Uint8Array> | (() => AsyncIterable<Uint8Array>);

/** What somebody says of a file; the rest is detected. */
export interface SaidOfFile {
  encoding?: Encoding;
  delimiter?: Delimiter;
}

/** What a file was taken for. */
export interface ImportedFile {
  encoding: Encoding;
  delimiter: Delimiter;
  columns: ColumnUse[];
  /** The row that names the columns; null where the first row is a recipient already. */
  header: CsvRecord | null;
}

export interface OpenedFile {
  reader: TextReader;
  delimiter: Delimiter;
  /** The first rows, by which the columns are known. */
  first: CsvRecord[];
  sample: string[][];
  /** All of them. */
  rows: AsyncGenerator<CsvRecord[]>;
}

/** Lines; by these the delimiter is known, or by as many characters where lines are long. */
const SAMPLE_LINES = 100;
const LONGEST_SAMPLE = 65_536;

/**
 * Opens a file and reads its first rows.
 * @param onUnsure told of an encoding that may be wrong; throws where it is not to be taken
 * @param withText whether records have their text as it stands in the file
 * @throws ImportFault
 */
export async function openFile(
  source: FileSource,
  said: SaidOfFile,
  onUnsure: (guess: EncodingGuess) => void,
  withText = false,
): Promise<OpenedFile> {
  let { encoding } = said;
  if (encoding === undefined && typeof source === "function") {
    const guess = await encodingOfFile(source());
    if (!guess.sure) onUnsure(guess);
    encoding = guess.encoding;
  }
  const reader = new TextReader(typeof source === "function" ? source() : source, encoding, onUnsure);
  const pieces = reader.pieces();
  const sample = await readSample(pieces);
  const separator = separatorLine(sample);
  const begin = sample.slice(separator?.length);
  const shape = detectShape(begin, said.delimiter ?? separator?.delimiter);
  const firstLine = separator === undefined ? 1 : 2;
  const records = csvRecords(joined(begin, pieces), { ...shape, firstLine, withText });
  const first = await readFirst(records);
  if (first.rows.length === 0) throw first.fault ?? new ImportFault("empty_file");
  return {
    reader,
    delimiter: shape.delimiter,
    first: first.rows,
    sample: first.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells),
    rows: rowsOf(first.rows, first.fault, records),
  };
}

/** The beginning of a text, to know its delimiter by. */
async function readSample(pieces: AsyncGenerator<string>): Promise<string> {
  let sample = "";
  for (let lines = 0; sample.length < LONGEST_SAMPLE && lines < SAMPLE_LINES;) {
    const next = await pieces.next();
    if (next.done === true) break;
    sample += next.value;
    lines += next.value.split("\n").length - 1;
  }
  return sample;
}

async function* joined(begin: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    if (begin !== "") yield begin;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** A fault within the first rows is that of the row it stands in: those before it are good rows. */
async function readFirst(
  records: AsyncGenerator<CsvRecord[]>,
): Promise<{ rows: CsvRecord[]; fault: ImportFault | null }> {
  const rows: CsvRecord[] = [];
  try {
    while (rows.length < SAMPLE_ROWS) {
      const next = await records.next();
      if (next.done === true) break;
      rows.push(...next.value);
    }
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    return { rows, fault: error };
  }
  return { rows, fault: null };
}

async function* rowsOf(
  first: CsvRecord[],
  fault: ImportFault | null,
  rest: AsyncGenerator<CsvRecord[]>,
): AsyncGenerator<CsvRecord[]> {
  try {
    yield first;
    if (fault !== null) throw fault;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
