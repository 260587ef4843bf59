import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { BlogFront } from "@/components/posts/blog-front";
import { routing, type Locale } from "@/lib/i18n/routing";
import { wholeAddress } from "@/lib/i18n/whole-address";
import { blogPage, countArticles } from "@/lib/posts/published";

/** The front page of the blog and the pages below it: one address for each, so that they can be kept. */
export async function BlogPageAt({ locale, page }: { locale: Locale; page: number }) {
  const found = await blogPage(locale, page);
  if (found === null) notFound();
  const language = routing.locales.find((other) => other !== locale) ?? locale;
  const count = await countArticles(language);
  return (
    <BlogFront
      {...found}
      page={page}
      elsewhere={{ language, count }}
      feed={wholeAddress("/blog/feed.xml", locale)}
    />
  );
}

export async function blogMetadata(locale: Locale, page: number): Promise<Metadata> {
  const t = await getTranslations({ locale, namespace: "blog" });
  const title = page === 1 ? t("title") : t("pageTitle", { page });
  const path = page === 1 ? "/blog" : `/blog/page/${page}`;
  const url = wholeAddress(path, locale);
  const languages: Record<string, string> = {};
  for (const other of routing.locales) languages[other] = wholeAddress("/blog", other);
  return {
    title,
    description: t("description"),
    alternates: {
      canonical: url,
      ...(page === 1 && { languages }),
      types: { "application/rss+xml": wholeAddress("/blog/feed.xml", locale) },
    },
    openGraph: { type: "website", url, title, description: t("description"), locale, siteName: "Posthorn" },
  };
}
