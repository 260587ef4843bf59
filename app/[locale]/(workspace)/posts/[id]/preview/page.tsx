import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { pageLocale } from "@/components/frame/document";
import { ArticleView } from "@/components/posts/article-view";
import { Notice } from "@/components/ui/notice";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { authorship } from "@/lib/posts/authorship";
import { readingMinutes } from "@/lib/posts/markdown";
import { mayWriteArticles } from "@/lib/posts/policy";
import { articleToWrite } from "@/lib/posts/queries";

type Props = PageProps<"/[locale]/posts/[id]/preview">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireAllowed(pageLocale(locale), (actor) => mayWriteArticles(actor, authorship()));
  return articleToWrite(user, id);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const article = await readPage(locale, id);
  if (article === null) notFound();
  return { title: article.title };
}

/** An article as it will be read, for those who may change it. */
export default async function PreviewPage({ params }: Props) {
  const { locale, id } = await params;
  const article = await readPage(locale, id);
  if (article === null) notFound();
  const t = await getTranslations();
  const isLive = article.state === "published";
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[
          { href: "/posts", text: t("articles.title") },
          { href: `/posts/${id}`, text: article.title },
        ]}
        here={t("articles.preview")}
      />
      <div className="mb-10">
        <Notice tone={isLive ? "good" : "careful"}>
          {t(isLive ? "articles.previewNoticeLive" : "articles.previewNotice")}
        </Notice>
      </div>
      <ArticleView article={article} minutes={readingMinutes(article.body)} />
    </>
  );
}
