import { ImportFault } from "@/lib/recipients/import-fault";
import { kindOfFile } from "@/lib/spreadsheet/kind";
import type { RandomAccess } from "@/lib/spreadsheet/random-access";
import type { Sheet, Workbook } from "@/lib/spreadsheet/workbook";

/**
 * A workbook, by what the file holds and not by its name; null where it is no spreadsheet, but text perhaps.
 * @throws ImportFault with what is to be done instead
 */
export async function openSpreadsheet(file: RandomAccess): Promise<Workbook | null> {
  const kind = await kindOfFile(file);
  if (kind === "other") return null;
  if (kind === "encrypted") throw new ImportFault("sheet_encrypted");
  if (kind === "compound") throw new ImportFault("sheet_old");
  if (file.size > LARGEST_SPREADSHEET) throw new ImportFault("sheet_too_large");
  const { openWorkbook } = await import("@/lib/spreadsheet/workbook");
  return openWorkbook(file);
}

/** What a sheet becomes is text in this encoding, with this delimiter. */
export const SHEET_ENCODING = "utf-8";
export const SHEET_DELIMITER = ",";

/** Bytes: more than the largest sheet of addresses that Excel can hold. */
export const LARGEST_SPREADSHEET = 100_000_000;

/**
 * The first sheet, or one by its name or its number from 1.
 * @throws ImportFault sheet_unknown
 */
export function sheetOf({ sheets }: Pick<Workbook, "sheets">, wanted?: string): Sheet {
  const plain = (name: string) => name.trim().toLowerCase();
  const found =
    wanted === undefined
      ? sheets[0]
      : (sheets.find(({ name }) => name === wanted) ??
        sheets.find(({ name }) => plain(name) === plain(wanted)) ??
        (/^\d{1,4}$/.test(wanted) ? sheets[Number(wanted) - 1] : undefined));
  if (found === undefined)
    throw new ImportFault("sheet_unknown", null, sheets.map(({ name }) => name).join(", "));
  return found;
}
