import { routing, type Locale } from "@/lib/i18n/routing";

/** A page's path in a language: the default one has no prefix. */
export function localizedPath(locale: Locale, path: string): string {
  return locale === routing.defaultLocale ? path : `/${locale}${path}`;
}
