import { hasLocale } from "use-intl/core";
import { defineRouting } from "next-intl/routing";

/** English stands without a prefix (rewritten in next.config.ts), Russian under /ru. */
export const routing = defineRouting({
  locales: ["en", "ru"],
  defaultLocale: "en",
  localePrefix: "as-needed",
});

export type Locale = (typeof routing.locales)[number];

/** An action's arguments come from the browser, whatever their type says: a language that is none of ours is English. */
export function knownLocale(language: string): Locale {
  return hasLocale(routing.locales, language) ? language : routing.defaultLocale;
}
