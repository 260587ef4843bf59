"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { PublicationCommands } from "@/components/posts/publication-bar";
import { ButtonLink } from "@/components/ui/button-link";
import type { ArticleState } from "@/lib/posts/schema";

interface ArticleActionsProps {
  article: { id: string; title: string; slug: string; state: ArticleState };
  commands: Pick<PublicationCommands, "unpublish" | "remove">;
}

/** Where the article is read, and at the other end what takes it from its readers: each asks first. */
export function ArticleActions({ article: { id, title, slug, state }, commands }: ArticleActionsProps) {
  const t = useTranslations("articles");
  return (
    <div className="flex flex-wrap gap-2">
      <ButtonLink href={`/posts/${id}/preview`} variant="outline">
        {t("asReader")}
      </ButtonLink>
      {state === "published" && (
        <ButtonLink href={`/blog/${slug}`} variant="outline">
          {t("onBlog")}
        </ButtonLink>
      )}
      <span className="flex-1" />
      {state === "published" && (
        <ConfirmDialog
          opener={<Button variant="secondary">{t("unpublish")}</Button>}
          title={t("unpublishTitle", { title })}
          text={t("unpublishText")}
          confirm={t("unpublish")}
          tone="danger"
          action={commands.unpublish}
          done={t("unpublished")}
        />
      )}
      <ConfirmDialog
        opener={<Button variant="danger-soft">{t("delete")}</Button>}
        title={t("deleteTitle", { title })}
        text={t("deleteText")}
        confirm={t("deleteConfirm")}
        tone="danger"
        action={commands.remove}
      />
    </div>
  );
}
