import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ArticleBody } from "@/components/posts/article-body";
import { ArticleCover } from "@/components/posts/article-cover";
import { ArticleMeta } from "@/components/posts/article-meta";

interface ArticleViewProps {
  article: {
    title: string;
    summary: string;
    language: string;
    author: string;
    publishedAt: Date | null;
    coverId: string | null;
    coverAlt: string;
    /** Sanitized HTML. */
    body: string;
  };
  /** How long reading takes. */
  minutes: number;
  /** What else stands beside date and author. */
  children?: ReactNode;
}

/** An article as it is read: published, or looked at before it is. */
export function ArticleView({ article, minutes, children }: ArticleViewProps) {
  const t = useTranslations("blog");
  return (
    <article>
      <header lang={article.language} className="mx-auto max-w-2xl">
        <h1 className="font-display text-3xl leading-[1.15] font-semibold tracking-tight [overflow-wrap:anywhere] sm:text-[2.75rem]">
          {article.title}
        </h1>
        {article.summary !== "" && (
          <p className="mt-5 text-lg text-muted [overflow-wrap:anywhere] sm:text-xl">{article.summary}</p>
        )}
      </header>
      <div className="mx-auto mt-5 max-w-2xl">
        <ArticleMeta publishedAt={article.publishedAt} author={article.author}>
          <span className="whitespace-nowrap">{t("minutes", { minutes })}</span>
          {children}
        </ArticleMeta>
      </div>
      {article.coverId !== null && (
        <div lang={article.language} className="mx-auto mt-8 max-w-4xl">
          <ArticleCover
            imageId={article.coverId}
            alt={article.coverAlt}
            sizes="(min-width: 56rem) 56rem, 100vw"
            first
          />
        </div>
      )}
      <div className="mx-auto mt-10 max-w-2xl">
        <ArticleBody html={article.body} language={article.language} />
      </div>
    </article>
  );
}
