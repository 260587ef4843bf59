"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/forms/action-button";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import type { FormAction } from "@/lib/actions/state";
import type { ArticleState } from "@/lib/posts/schema";

export type PublicationCommands = Record<"publish" | "unpublish" | "schedule" | "remove", FormAction>;

interface PublicationBarProps {
  article: { state: ArticleState };
  commands: PublicationCommands;
  /** IANA name: the user's. */
  timeZone: string;
  /** Whether something typed is not saved yet. */
  isDirty: boolean;
}

/** When the article as it is saved appears. Nothing once it is published. */
export function PublicationBar({ article, commands, timeZone, isDirty }: PublicationBarProps) {
  const t = useTranslations("articles");
  return (
    <>
      {article.state !== "published" && (
        <>
          <ActionButton key="publish" action={commands.publish} done={t("published")} variant="secondary">
            {t("publish")}
          </ActionButton>
          <ScheduleDialog schedule={commands.schedule} timeZone={timeZone} />
        </>
      )}
      {article.state === "scheduled" && (
        <ActionButton key="unschedule" action={commands.unpublish} done={t("unpublished")} variant="tertiary">
          {t("unschedule")}
        </ActionButton>
      )}
      {isDirty && <p className="self-center text-sm text-muted">{t("saveFirst")}</p>}
    </>
  );
}

function ScheduleDialog({ schedule, timeZone }: { schedule: FormAction; timeZone: string }) {
  const t = useTranslations("articles");
  return (
    <ConfirmDialog
      opener={<Button variant="tertiary">{t("schedule")}</Button>}
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
