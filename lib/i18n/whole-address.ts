import { env } from "@/lib/env";
import { getPathname } from "@/lib/i18n/navigation";
import { knownLocale, type Locale } from "@/lib/i18n/routing";

/** The address of a page as others have to write it: search engines, feeds, social networks. */
export function wholeAddress(path: string, locale: Locale): string {
  return env().APP_URL + getPathname({ href: path, locale });
}

/** An article has one address, in the language it is written in, whatever the language of the page around it. */
export function articleAddress({ slug, language }: { slug: string; language: string }): string {
  return wholeAddress(`/blog/${slug}`, knownLocale(language));
}
