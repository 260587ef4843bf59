import { readFile } from "node:fs/promises";
import path from "node:path";
import { matchColumns, type ColumnWishes } from "@/lib/recipients/import-columns";
import { SAMPLE_ROWS } from "@/lib/recipients/import-layout";
import { csvRecords, type CsvRecord } from "@/lib/recipients/import-records";
import { readRow, type ReadRow } from "@/lib/recipients/import-row";
import type { Delimiter } from "@/lib/recipients/import-delimiter";

export interface FileFacts {
  delimiter?: Delimiter;
  encoding?: string;
  wishes?: ColumnWishes;
}

/** The rows of one of tests/support/files, as an import reads them. */
export async function readRealFile(name: string, facts: FileFacts = {}): Promise<ReadRow[]> {
  const { delimiter = ",", encoding = "utf-8", wishes } = facts;
  const bytes = await readFile(path.join(import.meta.dirname, "files", name));
  const text = new TextDecoder(encoding).decode(bytes).replace(/\r\n?/g, "\n");
  const records: CsvRecord[] = [];
  for await (const some of csvRecords(once(text), { delimiter, addressAt: null, width: 1 }))
    records.push(...some);
  const sample = records.slice(0, SAMPLE_ROWS).map(({ cells }) => cells);
  const { uses, header, above, optOuts } = matchColumns(sample, undefined, wishes);
  return records.slice(above + Number(header)).map((record) => readRow(record, uses, optOuts));
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
