import { catalogue, type Catalogue } from "@/lib/i18n/catalogues";
import type { Locale } from "@/lib/i18n/routing";

export type CatalogueName = keyof Catalogue;

const made = new Map<string, string>();

/**
 * Parts of the catalogue as one text for the browser, made once. React writes out what a page hands to the browser value by
 * value, and reads it back to render it: hundreds of messages one by one took more time than a table of fifty rows.
 */
export function messageText(locale: Locale, names: readonly CatalogueName[]): string {
  const key = `${locale} ${names.join()}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const { messages } = catalogue(locale);
  const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, messages[name]])));
  made.set(key, text);
  return text;
}
