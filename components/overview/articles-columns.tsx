import { useTranslations } from "next-intl";
import { OverviewRow } from "@/components/overview/overview-row";
import { Quiet, Rows } from "@/components/overview/overview-section";
import { Instant } from "@/components/ui/instant";
import type { WritersArticles, WrittenArticle } from "@/lib/overview/articles";

const columns = ["drafts", "scheduled", "mostRead"] as const;

/** What somebody writes: begun, to appear, and read most. */
export function ArticlesColumns({ articles, timeZone }: { articles: WritersArticles; timeZone: string }) {
  const t = useTranslations("overview.articles");
  const overview = useTranslations("overview");
  return (
    <>
      <div className="grid gap-8 lg:grid-cols-3">
        {columns.map((column) => (
          <div key={column} className="min-w-0">
            <h3 className="mb-3 font-semibold">{t(column)}</h3>
            {articles[column].length === 0 ? (
              <Quiet>{t(`no.${column}`)}</Quiet>
            ) : (
              <Rows>
                {articles[column].map((article) => (
                  <OverviewRow key={article.id} href={`/posts/${article.id}`} name={article.title}>
                    <Detail column={column} article={article} timeZone={timeZone} />
                  </OverviewRow>
                ))}
              </Rows>
            )}
          </div>
        ))}
      </div>
      {articles.drafts.length + articles.scheduled.length > 0 && (
        <p className="mt-3 text-xs text-muted">{overview("timesIn", { zone: timeZone })}</p>
      )}
    </>
  );
}

interface DetailProps {
  column: (typeof columns)[number];
  article: WrittenArticle;
  timeZone: string;
}

function Detail({ column, article, timeZone }: DetailProps) {
  const t = useTranslations("overview.articles");
  if (column === "mostRead")
    return <span className="tabular-nums">{t("views", { count: article.views })}</span>;
  return <Instant at={article.at} timeZone={timeZone} />;
}
