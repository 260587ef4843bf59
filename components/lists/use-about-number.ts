import { useFormatter, useTranslations } from "next-intl";

/** Writes an estimate with two digits, "12,000" or "1.2 million"; an exact number as it is. */
export function useAboutNumber(): (count: number, kind?: "estimate" | "exact") => string {
  const t = useTranslations("lists");
  const format = useFormatter();
  return (count, kind = "estimate") => {
    if (kind === "exact") return format.number(count);
    const rounded = Number(count.toPrecision(2));
    if (rounded < 1_000_000) return format.number(rounded);
    return t("millions", { count: format.number(rounded / 1_000_000, { maximumSignificantDigits: 2 }) });
  };
}
