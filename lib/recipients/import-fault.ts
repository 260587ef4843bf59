/** Why a file cannot be imported, or no further. */
export type ImportRefusal =
  | "list_unknown"
  | "encoding_unsure"
  | "empty_file"
  | "not_text"
  | "delimiter_unknown"
  | "email_column_missing"
  | "column_unknown"
  | "state_unknown"
  | "columns_mismatch"
  | "too_many_columns"
  | "quote_unclosed"
  | "row_too_large"
  | SpreadsheetRefusal;

/** Why a spreadsheet cannot be read. */
export type SpreadsheetRefusal =
  | "sheet_encrypted"
  /** Excel's format before 2007. */
  | "sheet_old"
  | "sheet_ods"
  /** Excel's binary format, .xlsb. */
  | "sheet_binary"
  /** An archive that is no workbook, or a workbook without a sheet. */
  | "sheet_none"
  | "sheet_damaged"
  | "sheet_too_large"
  | "sheet_unknown";

/** Ends an import from inside its stream; importRecipients turns it into a refusal. */
export class ImportFault extends Error {
  override readonly name = "ImportFault";

  constructor(
    readonly code: ImportRefusal,
    /** Line of the file, from 1; null where it is the file as a whole. */
    readonly line: number | null = null,
    /** What of the file it is about, as the file has it. */
    readonly detail = "",
  ) {
    super(code);
  }
}
