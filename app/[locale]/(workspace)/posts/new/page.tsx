import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createArticle, previewArticle } from "@/app/[locale]/(workspace)/posts/actions";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { ArticleEditor } from "@/components/posts/article-editor";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { authorship } from "@/lib/posts/authorship";
import { mayWriteArticles } from "@/lib/posts/policy";
import type { Actor } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/posts/new">;

const mayWrite = (actor: Actor) => mayWriteArticles(actor, authorship());

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayWrite);
  return { title: (await getTranslations({ locale, namespace: "articles" }))("newTitle") };
}

export default async function NewArticlePage({ params }: Props) {
  const locale = pageLocale((await params).locale);
  const user = await requireAllowed(locale, mayWrite);
  const t = await getTranslations();
  return (
    <FormMessages locale={locale} names={["articles", "images"]}>
      <Trail
        label={t("frame.trail")}
        above={[{ href: "/posts", text: t("articles.title") }]}
        here={t("articles.newTitle")}
      />
      <PageHeading>{t("articles.newTitle")}</PageHeading>
      <ArticleEditor
        fields={{
          ...{ title: "", summary: "", language: locale, slug: "", source: "", coverId: "", coverAlt: "" },
        }}
        article={null}
        writerId={user.id}
        timeZone={user.timeZone}
        save={createArticle}
        preview={previewArticle.bind(null, null)}
      />
    </FormMessages>
  );
}
