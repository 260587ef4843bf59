import { routing, type Locale } from "@/lib/i18n/routing";

const prefixed = routing.locales.filter((locale) => locale !== routing.defaultLocale);

/**
 * A path as it stands in the browser, apart from its language: redirecting puts the language's prefix before it again.
 * English has none, and what looks like one stays, so that what follows it is never taken for a path of its own.
 */
export function withoutLanguage(address: string): { path: string; locale: Locale } {
  for (const locale of prefixed) {
    const rest = address.slice(locale.length + 1);
    if (address.startsWith(`/${locale}`) && /^([/?#]|$)/.test(rest)) {
      return { path: rest.startsWith("/") ? rest : `/${rest}`, locale };
    }
  }
  return { path: address, locale: routing.defaultLocale };
}
