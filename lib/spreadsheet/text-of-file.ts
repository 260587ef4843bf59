import { ImportFault } from "@/lib/recipients/import-fault";
import { LARGEST_FILE } from "@/lib/recipients/schema";
import { openSpreadsheet, SHEET_DELIMITER, SHEET_ENCODING, sheetOf } from "@/lib/spreadsheet/open";
import { blobAccess } from "@/lib/spreadsheet/random-access";

/** A spreadsheet that somebody has chosen. */
export interface Book {
  /** As it was chosen. */
  file: File;
  /** Names of its sheets. */
  sheets: string[];
  /** The one that is read. */
  sheet: string;
}

type Text =
  | {
      ok: true;
      file: File;
      /** Null where it was text already. */
      book: Book | null;
      /** Of a text that was made here. */
      said: { encoding: string; delimiter: string } | null;
    }
  | { ok: false; code: string };

/** Characters that become one piece of the text, which the browser may then put on the disk. */
const PIECE = 4_000_000;
/** Milliseconds of work after which the page has a moment for itself. */
const LONGEST_WORK = 30;

/**
 * The text of a chosen file: the file itself, or the sheet of a spreadsheet, so that no server has to unpack what
 * somebody sends.
 * @param signal ends it, with null
 */
export async function textOfFile(
  chosen: File,
  sheetName: string | undefined,
  signal: AbortSignal,
): Promise<Text | null> {
  try {
    const workbook = await openSpreadsheet(blobAccess(chosen));
    if (workbook === null) return { ok: true, file: chosen, book: null, said: null };
    const sheet = sheetOf(workbook, sheetName);
    const { sheetText } = await import("@/lib/spreadsheet/sheet-text");
    const parts = await collected(sheetText(workbook, sheet), signal);
    const sheets = workbook.sheets.map(({ name }) => name);
    const file = new File(parts, chosen.name, { type: "text/csv" });
    const said = { encoding: SHEET_ENCODING, delimiter: SHEET_DELIMITER };
    return { ok: true, file, book: { file: chosen, sheets, sheet: sheet.name }, said };
  } catch (error) {
    if (signal.aborted) return null;
    if (error instanceof ImportFault) return { ok: false, code: error.code };
    // The file was changed or taken away since it was chosen.
    if (error instanceof DOMException && error.name === "NotReadableError")
      return { ok: false, code: "file_unreadable" };
    throw error;
  }
}

async function collected(text: AsyncIterable<string>, signal: AbortSignal): Promise<Blob[]> {
  const parts: Blob[] = [];
  let [pending, size, worked] = ["", 0, performance.now()];
  for await (const piece of text) {
    signal.throwIfAborted();
    pending += piece;
    if (pending.length >= PIECE) {
      const part = new Blob([pending]);
      size += part.size;
      if (size > LARGEST_FILE) throw new ImportFault("sheet_too_large");
      parts.push(part);
      pending = "";
    }
    if (performance.now() - worked < LONGEST_WORK) continue;
    await new Promise((resolve) => setTimeout(resolve));
    worked = performance.now();
  }
  return [...parts, new Blob([pending])];
}
