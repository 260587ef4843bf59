import { CsvError, Parser } from "csv-parse";
import type { Delimiter } from "@/lib/recipients/import-delimiter";
import { ImportFault } from "@/lib/recipients/import-fault";

/** One row of the file. */
export interface CsvRecord {
  /** Line that it begins on, from 1; a quoted line break makes it span several. */
  line: number;
  cells: string[];
}

/** Bytes. More in one row means a quote that nobody closed, or no CSV at all. */
const LARGEST_RECORD = 500_000;

/**
 * Splits text, whose lines end in \n, into records; yields those of one piece of text together. Rows without
 * any value are left out, as spreadsheets append them; rows shorter or longer than others are given as they are.
 *
 * @param firstLine the line of the file that the text begins on
 * @throws ImportFault quote_unclosed or row_too_large, with the line where the row begins
 */
export async function* csvRecords(
  text: AsyncIterable<string>,
  delimiter: Delimiter,
  firstLine = 1,
): AsyncGenerator<CsvRecord[]> {
  const splitter = new Splitter(delimiter, firstLine);
  try {
    for await (const piece of text) {
      await splitter.give(piece);
      yield splitter.collected();
    }
    await splitter.give(null);
    yield splitter.collected();
  } catch (error) {
    throw faultOf(error, splitter.line);
  } finally {
    splitter.destroy();
  }
}

/**
 * Collects records as they are pushed: read from the stream, or asked for with the parser's own line numbers,
 * they cost as much again as the parsing.
 */
class Splitter extends Parser {
  #records: CsvRecord[] = [];

  constructor(
    delimiter: Delimiter,
    /** Line that the next record begins on. */
    public line: number,
  ) {
    super({
      delimiter,
      record_delimiter: "\n",
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: LARGEST_RECORD,
    });
    // Whoever gives is told of it; without a listener Node would end the process.
    this.on("error", () => undefined);
  }

  /** Every line end is that of a record, an empty one included, or stands in a cell: so they can be counted. */
  override push(cells: string[] | null): boolean {
    if (cells === null) return super.push(null);
    if (cells.some((cell) => cell.trim() !== "")) this.#records.push({ line: this.line, cells });
    this.line += 1;
    for (const cell of cells) if (cell.includes("\n")) this.line += cell.split("\n").length - 1;
    return true;
  }

  /** Resolves when the piece, or with null the end, has been parsed. */
  give(piece: string | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const given = (error?: Error | null) => (error ? reject(error) : resolve());
      if (piece === null) this.end(given);
      else this.write(piece, given);
    });
  }

  /** What came since the last call. */
  collected(): CsvRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }
}

function faultOf(error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return new ImportFault("quote_unclosed", line);
  if (error.code === "CSV_MAX_RECORD_SIZE") return new ImportFault("row_too_large", line);
  return error;
}
