import { LRUCache } from "lru-cache";
import type { Locale } from "@/lib/i18n/routing";

/** One takes half a millisecond of a processor to make and some 30 KB to keep. */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 200 });

/** How an instant is written in a zone: day and time; in full with the day of the week too. Made once. */
export function instantFormat(locale: Locale, timeZone: string, full: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${full} ${timeZone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, {
    timeZone,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(full && { weekday: "short" }),
  });
  formats.set(key, made);
  return made;
}
