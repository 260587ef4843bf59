import { CommandError, UsageError } from "@/scripts/command-line";
import type { ImportResult } from "@/lib/recipients/import";
import type { ColumnUse } from "@/lib/recipients/import-columns";
import type { Delimiter } from "@/lib/recipients/import-delimiter";
import type { ImportFault, ImportRefusal } from "@/lib/recipients/import-fault";
import type { ImportedFile } from "@/lib/recipients/import-file";

const REFUSALS: Record<ImportRefusal, string> = {
  list_unknown: "the list is gone",
  encoding_unsure: "its encoding is not certain",
  empty_file: "the file has no rows",
  not_text: "the file is neither text nor a spreadsheet that can be read; save it as .xlsx or CSV first",
  delimiter_unknown:
    "the file says that it is delimited by something else than commas, semicolons, tabs or bars; " +
    "remove that line, or use another delimiter",
  email_column_missing: "no column holds addresses; --email-column says which by its name or number",
  state_unknown: "who may receive nothing? What this file says is not understood",
  column_unknown: "--email-column or --name-column names none of its columns",
  columns_mismatch: "the columns given do not match the file",
  too_many_columns: "the file has more than 100 columns",
  quote_unclosed: "a quote in this row is never closed, so nothing after it can be read",
  row_too_large: "this row is larger than 500,000 bytes, so a quote is probably never closed",
  sheet_encrypted: "the spreadsheet has a password; save it without one first",
  sheet_old: "this is the format of Excel before 2007; save it as .xlsx or CSV first",
  sheet_ods: "this is an OpenDocument sheet; save it as .xlsx or CSV first",
  sheet_binary: "this is Excel's binary format; save it as .xlsx or CSV first",
  sheet_none: "this is an archive, and no spreadsheet is in it; give a CSV or .xlsx file",
  sheet_damaged: "the spreadsheet is damaged; open it in a spreadsheet program and save it again as .xlsx",
  sheet_too_large:
    "the spreadsheet is too large (100 MB, and what a sheet of a million rows holds); save it as CSV first",
  sheet_unknown: "--sheet names none of its sheets",
};

const DELIMITERS: Record<Delimiter, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };
const LONGEST_NAME = 60;
const LONGEST_READINGS = 200;

/** What a file was taken for, in two lines. */
export function takenFor(
  { encoding, delimiter, columns, header }: ImportedFile,
  sheet: string | null = null,
): string {
  const place = header === null ? "no header" : `header on line ${header.line}`;
  const uses = columns.map((use, index) => {
    const name = shown(header?.cells[index] ?? "");
    return `${name === "" ? index + 1 : name} = ${useInWords(use)}`;
  });
  const kind =
    sheet === null ? `Encoding ${encoding}, delimiter ${DELIMITERS[delimiter]}` : `Sheet ${shown(sheet)}`;
  return `${kind}, ${place}.\nColumns: ${uses.join("; ")}.`;
}

/** Why a spreadsheet is not read. */
export function refusalInWords({ code, detail }: ImportFault): string {
  return detail === "" ? REFUSALS[code] : `${REFUSALS[code]}: ${shown(detail, LONGEST_READINGS)}`;
}

/** Why an import ended early, in one line. */
export function refusalOf(result: Extract<ImportResult, { ok: false }>, file: string): Error {
  const { code, line, detail } = result;
  const place = line === null ? file : `${file}, line ${line}`;
  if (code === "column_unknown") return new UsageError(`${place}: ${REFUSALS[code]}: ${detail}.`);
  if (code === "state_unknown")
    return new UsageError(
      `${place}: ${REFUSALS[code]}: "${shown(detail, LONGEST_READINGS)}". ` +
        "--states ignore imports everybody, --states suppress suppresses these people.",
    );
  if (code !== "encoding_unsure") return new CommandError(`${place}: ${REFUSALS[code]}.`);
  const readings = detail === "" ? "no encoding makes sense of it" : shown(detail, LONGEST_READINGS);
  return new UsageError(
    `${place}: ${REFUSALS[code]}: ${readings}. Say which it is with --encoding, or save the file as UTF-8.`,
  );
}

function useInWords(use: ColumnUse): string {
  if (use.kind === "field") return `field ${use.name}`;
  return use.kind === "ignored" ? "left out" : use.kind.replace("_", " ");
}

/** Without what a terminal would obey. */
function shown(text: string, longest = LONGEST_NAME): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, longest);
}
