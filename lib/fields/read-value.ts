import type { FieldType } from "@/lib/fields/schema";

/**
 * What a text says as a value of a type, in the one form in which values of that type are stored: a date as 2026-02-01, a
 * number with a point and no blanks, "yes" or "no". Null where it does not say it clearly: 1,234 is one number in London
 * and another one in Berlin, and 01/02/2026 are two days.
 */
export function readValue(type: FieldType, text: string): string | null {
  const plain = text.replace(/\s+/g, " ").trim();
  switch (type) {
    case "text":
      return text;
    case "number":
      return readNumber(plain);
    case "date":
      return readDate(plain);
    case "yes_no":
      return readYesNo(plain.toLowerCase());
  }
}

const LONGEST_NUMBER = 40;
/** Groups of three, apart by a blank, an apostrophe, or by that of comma and point which does not end them. */
const NUMBERS = [
  /^(?<whole>\d+)(?:\.(?<part>\d+))?$/,
  /^(?<whole>\d+),(?<part>\d{1,2}|\d{4,})$/,
  /^(?<whole>0),(?<part>\d+)$/,
  /^(?<whole>\d{1,3}(?:[ '’]\d{3})+)(?:[.,](?<part>\d+))?$/,
  /^(?<whole>\d{1,3}(?:,\d{3})+)\.(?<part>\d+)$/,
  /^(?<whole>\d{1,3}(?:\.\d{3})+),(?<part>\d+)$/,
  /^(?<whole>\d{1,3}(?:,\d{3}){2,})$/,
  /^(?<whole>\d{1,3}(?:\.\d{3}){2,})$/,
];

function readNumber(text: string): string | null {
  if (text.length > LONGEST_NUMBER) return null;
  const [, minus = "", digits = ""] = /^([-−+]?) ?(.*)$/u.exec(text) ?? [];
  for (const pattern of NUMBERS) {
    const found = pattern.exec(digits)?.groups;
    if (found === undefined) continue;
    const whole = (found["whole"] ?? "").replace(/\D/g, "");
    // Of postcodes and numbers of contracts, zeros at the beginning say something.
    if (whole.length > 1 && whole.startsWith("0")) return null;
    const part = found["part"] === undefined ? "" : `.${found["part"]}`;
    const isNegative = minus !== "" && minus !== "+" && /[1-9]/.test(whole + part);
    return `${isNegative ? "-" : ""}${whole}${part}`;
  }
  return null;
}

/** Before a time of day, which is left out. */
const TIME = "(?:[T ,]+\\d{1,2}:\\d{2}.*)?$";
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}`);
const DAY_FIRST = new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}) ?(?:г\\.?)?${TIME}`);
const EITHER_FIRST = new RegExp(`^(\\d{1,2})([-/])(\\d{1,2})\\2(\\d{4})${TIME}`);

function readDate(text: string): string | null {
  const [, year, , month, day] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined) return dateOf(year, month, day);
  const dotted = DAY_FIRST.exec(text);
  if (dotted !== null) return dateOf(dotted[3], dotted[2], dotted[1]);
  const [, one = "", , other = "", then] = EITHER_FIRST.exec(text) ?? [];
  // Where one of the two is no month, or both are the same, there is only one day that it can be.
  if (Number(one) > 12 || one === other) return dateOf(then, other, one);
  return Number(other) > 12 ? dateOf(then, one, other) : null;
}

function dateOf(year = "", month = "", day = ""): string | null {
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${text}T00:00:00Z`);
  // The 31st of February would be the 3rd of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

const YES = new Set(["yes", "y", "true", "1", "on", "+", "да", "д", "истина", "ja", "oui", "si", "sí"]);
const NO = new Set(["no", "n", "false", "0", "off", "-", "нет", "н", "ложь", "nein", "non"]);

function readYesNo(text: string): string | null {
  if (YES.has(text)) return "yes";
  return NO.has(text) ? "no" : null;
}
