"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { answerOf } from "@/components/posts/answer-of";
import { ArticleDialog } from "@/components/posts/article-dialog";
import { ArticleRefusal } from "@/components/posts/article-texts";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/components/ui/toasts";
import { useRouter } from "@/lib/i18n/navigation";
import type { ArticleState } from "@/lib/posts/schema";

/** Each answers with the code of a refusal, null when done. */
export interface PublicationCommands {
  publish: () => Promise<string | null>;
  unpublish: () => Promise<string | null>;
  /** @param local date and time in the person's zone */
  schedule: (local: string) => Promise<string | null>;
  remove: () => Promise<string | null>;
}

interface PublicationBarProps {
  article: { id: string; title: string; slug: string; state: ArticleState };
  commands: PublicationCommands;
  timeZone: string;
  /** Whether something typed is not saved yet. */
  isDirty: boolean;
}

/** What becomes of the article as it is saved: published, scheduled, taken down, deleted. */
export function PublicationBar({ article, commands, timeZone, isDirty }: PublicationBarProps) {
  const t = useTranslations("articles");
  const router = useRouter();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();

  function press(command: () => Promise<string | null>, done: string): void {
    startTransition(async () => {
      const code = await answerOf(command);
      setRefusal(code);
      if (code === null) announce(done);
      // Whatever it was, somebody else may have changed it; without an answer there is nothing to load either, and without
      // a session only sign-in, where nothing stands of what was typed.
      if (code !== "unreachable" && code !== "signed_out") router.refresh();
    });
  }

  const isDraft = article.state === "draft";
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        {article.state !== "published" && (
          <Button isPending={isPending} onPress={() => press(commands.publish, t("published"))}>
            {t("publish")}
          </Button>
        )}
        {article.state !== "published" && <ScheduleDialog schedule={commands.schedule} timeZone={timeZone} />}
        {!isDraft && (
          <Button
            variant="secondary"
            isPending={isPending}
            onPress={() => press(commands.unpublish, t("unpublished"))}
          >
            {t(article.state === "scheduled" ? "unschedule" : "unpublish")}
          </Button>
        )}
        <ButtonLink href={`/posts/${article.id}/preview`} variant="outline">
          {t("asReader")}
        </ButtonLink>
        {article.state === "published" && (
          <ButtonLink href={`/blog/${article.slug}`} variant="outline">
            {t("onBlog")}
          </ButtonLink>
        )}
        <ArticleDialog
          opener={<Button variant="danger-soft">{t("delete")}</Button>}
          title={t("deleteTitle", { title: article.title })}
          text={t("deleteText")}
          confirm={t("deleteConfirm")}
          tone="danger"
          submit={commands.remove}
        />
      </div>
      {isDirty && <p className="text-sm text-muted">{t("saveFirst")}</p>}
      {refusal !== null && !isPending && (
        <Notice tone="bad">
          <ArticleRefusal code={refusal} />
        </Notice>
      )}
    </div>
  );
}

function ScheduleDialog({
  schedule,
  timeZone,
}: {
  schedule: PublicationCommands["schedule"];
  timeZone: string;
}) {
  const t = useTranslations("articles");
  const router = useRouter();
  return (
    <ArticleDialog
      opener={<Button variant="secondary">{t("schedule")}</Button>}
      title={t("scheduleTitle")}
      text={t("scheduleText")}
      confirm={t("scheduleConfirm")}
      tone="primary"
      done={t("scheduled")}
      submit={async (form) => {
        const at = form.get("at");
        const code = await schedule(typeof at === "string" ? at : "");
        if (code === null) router.refresh();
        return code;
      }}
    >
      <label className="flex flex-col gap-1.5 text-sm font-medium text-foreground">
        {t("scheduleAt", { zone: timeZone })}
        <input type="datetime-local" name="at" required className={inputVariants({ className: "h-11" })} />
      </label>
    </ArticleDialog>
  );
}
