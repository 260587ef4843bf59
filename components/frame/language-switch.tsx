"use client";

import { buttonVariants } from "@heroui/styles";
import { useLocale } from "next-intl";
import { getPathname, usePathname } from "@/lib/i18n/navigation";
import type { Locale } from "@/lib/i18n/routing";

// Each language names itself, whatever the page's language.
const names: Record<Locale, { short: string; full: string }> = {
  en: { short: "EN", full: "English" },
  ru: { short: "RU", full: "Русский" },
};

const YEAR_S = 365 * 24 * 60 * 60;

/** The same page in another language, as far as it is there: the blog has as many pages as articles in each. */
function sameIn(pathname: string): string {
  return pathname.startsWith("/blog/page/") ? "/blog" : pathname;
}

/** Leads to the same page in the other language, and remembers it for pages that follow the browser's. */
export function LanguageSwitch() {
  const other: Locale = useLocale() === "en" ? "ru" : "en";
  const pathname = sameIn(usePathname());
  return (
    <a
      href={getPathname({ href: pathname, locale: other })}
      hrefLang={other}
      lang={other}
      title={names[other].full}
      aria-label={`${names[other].short}, ${names[other].full}`}
      className={buttonVariants({ variant: "ghost", isIconOnly: true })}
      onClick={() => {
        document.cookie = `language=${other}; path=/; max-age=${YEAR_S}; samesite=lax`;
      }}
    >
      {names[other].short}
    </a>
  );
}
