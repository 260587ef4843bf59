import { getTranslations } from "next-intl/server";
import { ArticleList } from "@/components/posts/article-list";
import { EmptyMessage } from "@/components/lists/empty-message";
import { PageHeading } from "@/components/ui/page-heading";
import { getPathname } from "@/lib/i18n/navigation";
import type { Locale } from "@/lib/i18n/routing";
import type { BlogPage } from "@/lib/posts/published";

interface BlogFrontProps extends BlogPage {
  page: number;
  /** How many articles there are in the other language. */
  elsewhere: { language: Locale; count: number };
  feed: string;
}

/** The articles in the language of the page, and the way to those in the other one. */
export async function BlogFront({ articles, pages, page, elsewhere, feed }: BlogFrontProps) {
  const t = await getTranslations("blog");
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-10 pb-20 sm:px-6 sm:pt-14">
      <div className="mb-10 max-w-2xl sm:mb-12">
        <PageHeading>{t("title")}</PageHeading>
        <p className="mt-3 text-lg text-muted">{t("lead")}</p>
      </div>
      {articles.length > 0 ? (
        <ArticleList articles={articles} pages={pages} page={page} />
      ) : (
        <EmptyMessage title={t("emptyTitle")}>{t("empty")}</EmptyMessage>
      )}
      <div className="mt-14 flex flex-wrap gap-x-8 gap-y-3 border-t border-separator pt-6 text-sm">
        {elsewhere.count > 0 && (
          <a
            href={getPathname({ href: "/blog", locale: elsewhere.language })}
            hrefLang={elsewhere.language}
            className="text-muted underline underline-offset-3 hover:text-foreground"
          >
            {t("elsewhere", { count: elsewhere.count })}
          </a>
        )}
        <a href={feed} className="text-muted underline underline-offset-3 hover:text-foreground">
          {t("subscribe")}
        </a>
      </div>
    </div>
  );
}
