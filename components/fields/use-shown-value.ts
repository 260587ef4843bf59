import { useFormatter, useTranslations } from "next-intl";
import { readValue } from "@/lib/fields/read-value";
import type { FieldType } from "@/lib/fields/schema";

/** Digits that a number of JavaScript holds. */
const MOST_DIGITS = 15;

/** Writes a field's value in the reader's language; as it stands where it does not fit the type. */
export function useShownValue(): (type: FieldType, value: string) => string {
  const t = useTranslations("fields");
  const format = useFormatter();
  return (type, value) => {
    const read = readValue(type, value);
    if (read === null || type === "text") return value;
    if (type === "yes_no") return t(read === "yes" ? "yes" : "no");
    if (type === "date")
      return format.dateTime(new Date(`${read}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });
    if (read.replace(/\D/g, "").length > MOST_DIGITS) return read;
    // A year is written together.
    return format.number(Number(read), { maximumFractionDigits: MOST_DIGITS, useGrouping: "min2" });
  };
}
