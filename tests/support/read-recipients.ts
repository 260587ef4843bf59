import { ImportFault } from "@/lib/recipients/import-fault";
import { matchColumns } from "@/lib/recipients/import-columns";
import { openFile, type SaidOfFile } from "@/lib/recipients/import-file";
import { readRow } from "@/lib/recipients/import-row";

export interface ReadRecipients {
  /** Encoding, delimiter and the line of the header; null where the file is refused before its first row. */
  taken: [encoding: string, delimiter: string, header: number | null] | null;
  /** As "a@b.example|Ann|Oslo": address, name and the values of merge fields, comment last. */
  people: string[];
  /** As "3 email_invalid". */
  invalid: string[];
  /** As "quote_unclosed 3". */
  refusal: string | null;
}

/** Reads the rows of a file as an import does, and writes nothing. */
export async function readRecipients(bytes: Uint8Array, said: SaidOfFile = {}): Promise<ReadRecipients> {
  const read: ReadRecipients = { taken: null, people: [], invalid: [], refusal: null };
  try {
    const opened = await openFile(
      () => pieces(bytes),
      said,
      () => {
        throw new ImportFault("encoding_unsure");
      },
    );
    const { header, above, uses } = matchColumns(opened.sample);
    const line = header ? (opened.first[above]?.line ?? null) : null;
    let begin = above + (header ? 1 : 0);
    read.taken = [opened.reader.encoding ?? "utf-8", opened.delimiter, line];
    for await (const records of opened.rows) {
      for (const record of records.slice(begin)) {
        const row = readRow(record, uses);
        if (row.ok) read.people.push(inWords(row.row));
        else read.invalid.push(`${record.line} ${row.reason}`);
      }
      begin = 0;
    }
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    read.refusal = error.line === null ? error.code : `${error.code} ${error.line}`;
  }
  return read;
}

function inWords({
  email,
  name,
  comment,
  fields,
}: {
  email: string;
  name: string;
  comment: string;
  fields: string;
}): string {
  const values = Object.values(JSON.parse(fields) as Record<string, string>);
  return [email, name, ...values, ...(comment === "" ? [] : [comment])].join("|");
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 4_096) yield bytes.subarray(at, at + 4_096);
}
