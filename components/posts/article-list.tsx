import { useTranslations } from "next-intl";
import { ArticleCard } from "@/components/posts/article-card";
import { ButtonLink } from "@/components/ui/button-link";
import type { BlogPage } from "@/lib/posts/published";

/** A page of the blog: on the first the latest article large, the others in rows. */
export function ArticleList({ articles, pages, page }: BlogPage & { page: number }) {
  const t = useTranslations("blog");
  const [latest, ...others] = articles;
  const [large, small] = page === 1 ? [latest, others] : [undefined, articles];
  return (
    <>
      {large && <ArticleCard article={large} heading="h2" size="large" />}
      {small.length > 0 && (
        <ul className="mt-12 grid gap-x-8 gap-y-12 sm:grid-cols-2 lg:grid-cols-3">
          {small.map((article) => (
            <li key={article.slug}>
              <ArticleCard article={article} heading="h2" />
            </li>
          ))}
        </ul>
      )}
      {pages > 1 && (
        <nav aria-label={t("pages")} className="mt-14 flex flex-wrap items-center gap-3">
          {page > 1 && (
            <ButtonLink href={page === 2 ? "/blog" : `/blog/page/${page - 1}`} variant="outline">
              {t("newer")}
            </ButtonLink>
          )}
          {page < pages && (
            <ButtonLink href={`/blog/page/${page + 1}`} variant="outline">
              {t("older")}
            </ButtonLink>
          )}
          <span className="text-sm text-muted">{t("place", { page, pages })}</span>
        </nav>
      )}
    </>
  );
}
