import { CsvError, parse, type Parser } from "csv-parse";
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
 * @throws ImportFault quote_unclosed or row_too_large, with the line where the row begins
 */
export async function* csvRecords(
  text: AsyncIterable<string>,
  delimiter: Delimiter,
): AsyncGenerator<CsvRecord[]> {
  let records: CsvRecord[] = [];
  let lastLine = 0;
  const parser = parse({
    delimiter,
    record_delimiter: "\n",
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: LARGEST_RECORD,
    // Taken here and not read from the stream: that would cost as much again as the parsing.
    on_record: (cells: string[], { lines }) => {
      records.push({ line: lines === lastLine + 1 ? lines : lines - lineBreaks(cells), cells });
      lastLine = lines;
      return null;
    },
  });
  // Whoever writes is told by the callback; without a listener Node would end the process.
  parser.on("error", () => undefined);
  try {
    for await (const piece of text) {
      await give(parser, piece);
      if (records.length > 0) yield records;
      records = [];
    }
    await give(parser, null);
    if (records.length > 0) yield records;
  } catch (error) {
    throw faultOf(error, lastLine + 1);
  } finally {
    parser.destroy();
  }
}

/** Resolves when the piece, or with null the end, has been parsed. */
function give(parser: Parser, piece: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const given = (error?: Error | null) => (error ? reject(error) : resolve());
    if (piece === null) parser.end(given);
    else parser.write(piece, given);
  });
}

function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
}

function faultOf(error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return new ImportFault("quote_unclosed", line);
  if (error.code === "CSV_MAX_RECORD_SIZE") return new ImportFault("row_too_large", line);
  return error;
}
