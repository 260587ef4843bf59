import { hasLocale } from "use-intl/core";
import { routing, type Locale } from "@/lib/i18n/routing";
import en from "@/lib/i18n/messages/en.json";
import ru from "@/lib/i18n/messages/ru.json";

export type Catalogue = typeof en;

const catalogues = { en, ru } satisfies Record<Locale, Catalogue>;

/** The catalogue of a language, English for one that is not known. */
export function catalogue(language: string | undefined): { locale: Locale; messages: Catalogue } {
  const locale = hasLocale(routing.locales, language) ? language : routing.defaultLocale;
  return { locale, messages: catalogues[locale] };
}
