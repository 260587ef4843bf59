import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import {
  deleteArticle,
  previewArticle,
  publishArticle,
  saveArticle,
  scheduleArticle,
  unpublishArticle,
} from "@/app/[locale]/(workspace)/posts/actions";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { ArticleEditor } from "@/components/posts/article-editor";
import { articleTones } from "@/components/posts/article-states";
import { PageHeading } from "@/components/ui/page-heading";
import { StatusChip } from "@/components/ui/status-chip";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { knownLocale } from "@/lib/i18n/routing";
import { authorship } from "@/lib/posts/authorship";
import { mayWriteArticles } from "@/lib/posts/policy";
import { articleToWrite, type EditedArticle } from "@/lib/posts/queries";

type Props = PageProps<"/[locale]/posts/[id]">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireAllowed(pageLocale(locale), (actor) => mayWriteArticles(actor, authorship()));
  return { user, article: await articleToWrite(user, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { article } = await readPage(locale, id);
  if (article === null) notFound();
  return { title: article.title };
}

export default async function ArticlePage({ params }: Props) {
  const { locale: asked, id } = await params;
  const locale = pageLocale(asked);
  const { user, article } = await readPage(locale, id);
  if (article === null) notFound();
  const t = await getTranslations();
  const { title, slug, state } = article;
  return (
    <FormMessages locale={locale} names={["articles", "images"]}>
      <Trail label={t("frame.trail")} above={[{ href: "/posts", text: t("articles.title") }]} here={title} />
      <PageHeading>{title}</PageHeading>
      <p className="mt-3 mb-6 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <StatusChip tone={articleTones[state]}>{t(`articles.states.${state}`)}</StatusChip>
        <Publication article={article} timeZone={user.timeZone} />
        <span>{t("blog.by", { author: article.author })}</span>
        {state === "published" && <span>{t("views.count", { count: article.views })}</span>}
      </p>
      <ArticleEditor
        fields={{
          ...{ title, slug, summary: article.summary, source: article.source },
          ...{ language: knownLocale(article.language), coverAlt: article.coverAlt },
          coverId: article.coverId ?? "",
        }}
        article={{
          ...{ id, title, slug, state },
          version: article.updatedAt.getTime(),
          isSlugFixed: article.publishedAt !== null,
          commands: {
            publish: publishArticle.bind(null, id),
            unpublish: unpublishArticle.bind(null, id),
            schedule: scheduleArticle.bind(null, id),
            remove: deleteArticle.bind(null, id),
          },
        }}
        writerId={user.id}
        timeZone={user.timeZone}
        save={saveArticle.bind(null, id)}
        preview={previewArticle.bind(null, id)}
      />
    </FormMessages>
  );
}

async function Publication({ article, timeZone }: { article: EditedArticle; timeZone: string }) {
  const t = await getTranslations("articles");
  const format = await getFormatter();
  if (article.publishedAt === null || article.state === "draft") return null;
  const at = format.dateTime(article.publishedAt, {
    timeZone,
    dateStyle: "long",
    timeStyle: "short",
    hourCycle: "h23",
  });
  return <span>{t(article.state === "scheduled" ? "appearsAt" : "publishedAt", { at })}</span>;
}
