import { defineRouting } from "next-intl/routing";

/** English stands without a prefix (rewritten in next.config.ts), Russian under /ru. */
export const routing = defineRouting({
  locales: ["en", "ru"],
  defaultLocale: "en",
  localePrefix: "as-needed",
});

export type Locale = (typeof routing.locales)[number];
