import { format, isDateFormat } from "numfmt";
import type { NumberFormat, Workbook } from "@/lib/spreadsheet/workbook";

/** A cell as the sheet stores it. */
export interface StoredCell {
  /** "s", "str", "b" and so on; blank is a number. */
  type: string;
  /** Index of its style; -1 for none. */
  style: number;
  value: string;
}

/** Days between the beginnings of the two calendars that Excel has. */
const DAYS_TO_1904 = 1_462;
/** Dates that each person sees as their own system writes them: these become the same for everybody. */
const OF_THE_SYSTEM = new Map([
  [14, "yyyy-mm-dd"],
  [22, "yyyy-mm-dd hh:mm"],
]);
const SYSTEM_DATE = /^\[\$-(?:x-sysdate|F800)\]/i;
const SYSTEM_TIME = /^\[\$-(?:x-systime|F400)\]/i;
const PLAIN_INTEGER = /^-?\d{1,15}$/;
const ESCAPED = /_x([\da-f]{4})_/gi;

/** Says what a person sees in a cell. */
export class CellText {
  readonly #patterns: Pattern[];
  readonly #from1904: boolean;

  constructor(
    { formats, from1904 }: Pick<Workbook, "formats" | "from1904">,
    readonly sharedText: (index: number) => string,
  ) {
    this.#patterns = formats.map(patternOf);
    this.#from1904 = from1904;
  }

  of({ type, style, value }: StoredCell): string {
    if (type === "s") return value === "" ? "" : this.sharedText(Number(value));
    if (type === "b") return value === "1" || value === "true" ? "TRUE" : value === "" ? "" : "FALSE";
    if (type === "d") return value.replace("T", " ").replace(/ 00:00:00(?:\.0+)?Z?$/, "");
    if (type === "str" || type === "inlineStr") return unescaped(value);
    if (type === "e" || value.trim() === "") return value.trim();
    const number = Number(value);
    if (Number.isNaN(number)) return value;
    return this.#ofNumber(number, value, this.#patterns[style]);
  }

  #ofNumber(number: number, value: string, pattern: Pattern | undefined): string {
    if (pattern === undefined || pattern.text === "General")
      return PLAIN_INTEGER.test(value) ? value : plainNumber(number);
    try {
      const shown = pattern.isDate && this.#from1904 ? number + DAYS_TO_1904 : number;
      return format(pattern.text, shown).trim();
    } catch {
      // The library throws for patterns that no spreadsheet can have written.
      pattern.text = "General";
      return plainNumber(number);
    }
  }
}

interface Pattern {
  text: string;
  isDate: boolean;
}

function patternOf({ id, pattern }: NumberFormat): Pattern {
  if (pattern === "@") return { text: "General", isDate: false };
  const isDate = isDateFormat(pattern);
  const text =
    OF_THE_SYSTEM.get(id) ??
    (SYSTEM_DATE.test(pattern) ? "yyyy-mm-dd" : SYSTEM_TIME.test(pattern) ? "hh:mm:ss" : pattern);
  return { text, isDate };
}

/** All of its digits, as far as a spreadsheet knows them: 0.1 + 0.2 is 0.3, and a long number no power of ten. */
function plainNumber(number: number): string {
  return String(Number(number.toPrecision(15)));
}

/** XML cannot hold every character: these are written as _x000D_ and so on. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
