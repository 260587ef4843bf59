"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/forms/action-button";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import { ButtonLink } from "@/components/ui/button-link";
import type { FormAction } from "@/lib/actions/state";
import type { ArticleState } from "@/lib/posts/schema";

export type PublicationCommands = Record<"publish" | "unpublish" | "schedule" | "remove", FormAction>;

interface PublicationBarProps {
  article: { id: string; title: string; slug: string; state: ArticleState };
  commands: PublicationCommands;
  /** IANA name: the user's. */
  timeZone: string;
  /** Whether something typed is not saved yet. */
  isDirty: boolean;
}

/** What becomes of the article as it is saved: published, scheduled, taken down, deleted. */
export function PublicationBar({ article, commands, timeZone, isDirty }: PublicationBarProps) {
  const t = useTranslations("articles");
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        {article.state !== "published" && (
          <ActionButton key="publish" action={commands.publish} done={t("published")}>
            {t("publish")}
          </ActionButton>
        )}
        {article.state !== "published" && <ScheduleDialog schedule={commands.schedule} timeZone={timeZone} />}
        {article.state === "scheduled" && (
          <ActionButton
            key="unschedule"
            action={commands.unpublish}
            done={t("unpublished")}
            variant="secondary"
          >
            {t("unschedule")}
          </ActionButton>
        )}
        {article.state === "published" && (
          <ConfirmDialog
            opener={<Button variant="secondary">{t("unpublish")}</Button>}
            title={t("unpublishTitle", { title: article.title })}
            text={t("unpublishText")}
            confirm={t("unpublish")}
            tone="danger"
            action={commands.unpublish}
            done={t("unpublished")}
          />
        )}
        <ButtonLink href={`/posts/${article.id}/preview`} variant="outline">
          {t("asReader")}
        </ButtonLink>
        {article.state === "published" && (
          <ButtonLink href={`/blog/${article.slug}`} variant="outline">
            {t("onBlog")}
          </ButtonLink>
        )}
        <ConfirmDialog
          opener={<Button variant="danger-soft">{t("delete")}</Button>}
          title={t("deleteTitle", { title: article.title })}
          text={t("deleteText")}
          confirm={t("deleteConfirm")}
          tone="danger"
          action={commands.remove}
        />
      </div>
      {isDirty && <p className="text-sm text-muted">{t("saveFirst")}</p>}
    </div>
  );
}

function ScheduleDialog({ schedule, timeZone }: { schedule: FormAction; timeZone: string }) {
  const t = useTranslations("articles");
  return (
    <ConfirmDialog
      opener={<Button variant="secondary">{t("schedule")}</Button>}
      title={t("scheduleTitle")}
      text={t("scheduleText")}
      confirm={t("scheduleConfirm")}
      tone="primary"
      action={schedule}
      done={t("scheduled")}
    >
      {(faults) => (
        <PlainField
          name="at"
          type="datetime-local"
          label={t("scheduleAt", { zone: timeZone })}
          fault={faults.at}
        />
      )}
    </ConfirmDialog>
  );
}
