import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { ImportFault } from "@/lib/recipients/import-fault";
import type { FileSource, SaidOfFile } from "@/lib/recipients/import-file";
import { openSpreadsheet, SHEET_DELIMITER, SHEET_ENCODING, sheetOf } from "@/lib/spreadsheet/open";
import type { RandomAccess } from "@/lib/spreadsheet/random-access";
import { UsageError } from "@/scripts/command-line";
import { refusalInWords } from "@/scripts/recipients/import-words";

export interface ImportSource {
  source: FileSource;
  /** Of a sheet, which is text made here. */
  said: SaidOfFile;
  /** The name of the sheet; null where the file is text. */
  sheet: string | null;
}

/**
 * What is imported of a file: its text, or a sheet of a spreadsheet.
 * @param said what was said of the file as text
 * @throws UsageError
 */
export async function openSource(
  file: string,
  wanted: string | undefined,
  said: SaidOfFile,
): Promise<ImportSource> {
  // A pipe is read once; of a file the encoding is known before the first row is imported.
  if (!(await stat(file)).isFile())
    return { source: createReadStream(file), said, sheet: noSheet(file, wanted) };
  try {
    const workbook = await openSpreadsheet(fileAccess(file, (await stat(file)).size));
    if (workbook === null)
      return { source: () => createReadStream(file), said, sheet: noSheet(file, wanted) };
    if (said.encoding !== undefined || said.delimiter !== undefined)
      throw new UsageError(`${file} is a spreadsheet: leave out --encoding and --delimiter.`);
    const sheet = sheetOf(workbook, wanted);
    // A text needs none of it.
    const { sheetText } = await import("@/lib/spreadsheet/sheet-text");
    return {
      source: () => encoded(sheetText(workbook, sheet)),
      said: { encoding: SHEET_ENCODING, delimiter: SHEET_DELIMITER },
      sheet: sheet.name,
    };
  } catch (error) {
    if (error instanceof ImportFault) throw new UsageError(`${file}: ${refusalInWords(error)}.`);
    throw error;
  }
}

function noSheet(file: string, wanted: string | undefined): null {
  if (wanted === undefined) return null;
  throw new UsageError(`${file} is text and has no sheets: leave out --sheet.`);
}

/** Opened for each part that is read, as nobody says when the last one was. */
function fileAccess(file: string, size: number): RandomAccess {
  return {
    size,
    async read(from, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - from)));
      const handle = await open(file);
      try {
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
        return bytes.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
  };
}

async function* encoded(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of text) yield encoder.encode(piece);
}
