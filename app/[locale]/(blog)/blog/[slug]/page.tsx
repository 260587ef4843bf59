import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { pageLocale } from "@/components/frame/document";
import { ArticleCard } from "@/components/posts/article-card";
import { ArticleView } from "@/components/posts/article-view";
import { StructuredData } from "@/components/posts/structured-data";
import { ViewCount } from "@/components/posts/view-count";
import { ButtonLink } from "@/components/ui/button-link";
import { Trail } from "@/components/ui/trail";
import { env } from "@/lib/env";
import { articleAddress } from "@/lib/i18n/whole-address";
import { COVER_SIZE } from "@/lib/images/schema";
import { imageVersion } from "@/lib/posts/image-version";
import { publishedArticle, relatedArticles, type PublishedArticle } from "@/lib/posts/published";

type Props = PageProps<"/[locale]/blog/[slug]">;

/** None of them at the build, which has no database: each is made at its first request and then kept. */
export function generateStaticParams() {
  return [];
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const article = await publishedArticle((await params).slug);
  if (article === null) notFound();
  const url = articleAddress(article);
  const { title, summary, publishedAt, updatedAt, author, language } = article;
  const image = { url: imageAddress(article), ...COVER_SIZE, alt: title };
  return {
    title,
    description: summary,
    alternates: { canonical: url },
    openGraph: {
      ...{ type: "article", url, title, description: summary, locale: language, siteName: "Posthorn" },
      publishedTime: publishedAt.toISOString(),
      modifiedTime: updatedAt.toISOString(),
      authors: [author],
      images: [image],
    },
    twitter: { card: "summary_large_image", title, description: summary, images: [image] },
  };
}

export default async function ArticlePage({ params }: Props) {
  const { locale, slug } = await params;
  pageLocale(locale);
  const article = await publishedArticle(slug);
  if (article === null) notFound();
  const related = await relatedArticles(slug);
  const t = await getTranslations("blog");
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-8 pb-20 sm:px-6 sm:pt-10">
      <StructuredData data={dataOf(article)} />
      <div className="mx-auto max-w-2xl">
        <Trail label={t("trail")} above={[{ href: "/blog", text: t("title") }]} here={article.title} />
      </div>
      <ArticleView article={article} minutes={article.minutes}>
        <ViewCount slug={slug} />
      </ArticleView>
      <section className="mt-16 border-t border-separator pt-10">
        <div className="mb-8 flex flex-wrap items-center justify-between gap-4">
          <h2 className="font-display text-2xl font-semibold">
            {t(related.length > 0 ? "related" : "title")}
          </h2>
          <ButtonLink href="/blog" variant="outline">
            {t("all")}
          </ButtonLink>
        </div>
        <ul className="grid gap-x-8 gap-y-12 sm:grid-cols-2 lg:grid-cols-3">
          {related.map((other) => (
            <li key={other.slug}>
              <ArticleCard article={other} heading="h3" />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function imageAddress(article: PublishedArticle): string {
  return `${articleAddress(article)}/picture?v=${imageVersion(article)}`;
}

function dataOf(article: PublishedArticle): Record<string, unknown> {
  const url = articleAddress(article);
  const { APP_URL } = env();
  return {
    "@type": "BlogPosting",
    headline: article.title,
    description: article.summary,
    inLanguage: article.language,
    datePublished: article.publishedAt.toISOString(),
    dateModified: article.updatedAt.toISOString(),
    author: { "@type": "Person", name: article.author },
    publisher: {
      "@type": "Organization",
      name: "Posthorn",
      url: APP_URL,
      logo: { "@type": "ImageObject", url: `${APP_URL}/brand/mark-512.png` },
    },
    mainEntityOfPage: url,
    url,
    image: article.coverId === null ? imageAddress(article) : `${APP_URL}/api/images/${article.coverId}`,
  };
}
