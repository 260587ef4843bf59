import { routing, type Locale } from "@/lib/i18n/routing";

/**
 * The language a browser asks for by its Accept-Language header (RFC 9110, section 12.5.4): the known
 * language with the highest weight, the earlier of two equal ones, English when none is known.
 */
export function acceptedLocale(header: string | null): Locale {
  const wishes = (header ?? "").split(",").map(parseWish);
  wishes.sort((a, b) => b.weight - a.weight);
  const wish = wishes.find((candidate) => candidate.locale !== null && candidate.weight > 0);
  return wish?.locale ?? routing.defaultLocale;
}

function parseWish(part: string): { locale: Locale | null; weight: number } {
  const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
  const primary = range.trim().split("-")[0];
  const quality = parameters.map((parameter) => parameter.trim()).find((p) => p.startsWith("q="));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  const locale = routing.locales.find((known) => known === primary) ?? null;
  return { locale, weight: Number.isFinite(weight) ? weight : 0 };
}
