import { useTranslations } from "next-intl";
import { ArticleCard } from "@/components/posts/article-card";
import { ButtonLink } from "@/components/ui/button-link";
import type { ArticleCard as Card } from "@/lib/posts/published";

/** Articles drawn at random. A single one stands large, so that no hole is left beside it. */
export function FromTheBlog({ articles }: { articles: Card[] }) {
  const t = useTranslations("home.articles");
  const [first] = articles;
  return (
    <section className="mx-auto w-full max-w-6xl px-4 py-14 sm:px-6 sm:py-20">
      <div className="mb-9 flex flex-wrap items-center justify-between gap-4">
        <h2 className="font-display text-2xl font-semibold tracking-tight sm:text-3xl">{t("title")}</h2>
        <ButtonLink href="/blog" variant="outline">
          {t("all")}
        </ButtonLink>
      </div>
      {articles.length === 1 && first ? (
        <ArticleCard article={first} heading="h3" size="large" />
      ) : (
        <ul className={`grid gap-x-8 gap-y-12 sm:grid-cols-2 ${articles.length > 2 ? "lg:grid-cols-3" : ""}`}>
          {articles.map((article) => (
            <li key={article.slug}>
              <ArticleCard article={article} heading="h3" />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
