import type { MetadataRoute } from "next";
import { routing } from "@/lib/i18n/routing";
import { articleAddress, wholeAddress } from "@/lib/i18n/whole-address";
import { articleAddresses } from "@/lib/posts/published";

// At the build there is neither a database nor an address of the application.
export const dynamic = "force-dynamic";

/** What there is for search engines: home, blog and articles, each under its one address. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const articles = await articleAddresses();
  return [
    ...["/", "/blog"].flatMap((path) =>
      routing.locales.map((locale) => ({
        url: wholeAddress(path, locale),
        alternates: { languages: inAll(path) },
      })),
    ),
    ...articles.map((article) => ({ url: articleAddress(article), lastModified: article.updatedAt })),
  ];
}

function inAll(path: string): Record<string, string> {
  const languages: Record<string, string> = {};
  for (const locale of routing.locales) languages[locale] = wholeAddress(path, locale);
  return languages;
}
