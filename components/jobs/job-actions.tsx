"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/forms/action-button";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useJobTitle, type ToldJob } from "@/components/jobs/job-text";
import type { FormAction } from "@/lib/actions/state";
import type { JobControls } from "@/lib/jobs/policy";

/** Of one job. */
export type JobActionsOf = Readonly<Record<keyof JobControls, FormAction>>;

interface JobActionsProps {
  job: ToldJob & { controls: JobControls };
  actions: JobActionsOf;
}

/** What may be done to a job as it stands. Their names say to which, for there may be several. */
export function JobActions({ job, actions }: JobActionsProps) {
  const t = useTranslations("jobs");
  const title = useJobTitle()(job);
  const { pause, resume, cancel, undo } = job.controls;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {undo && (
        <ActionButton action={actions.undo} done={t("undoBegun")} size="sm" variant="secondary">
          <Named name={t("undoOneOf", { title })}>{t("undo")}</Named>
        </ActionButton>
      )}
      {pause && (
        <ActionButton action={actions.pause} done={t("paused")} size="sm" variant="secondary">
          <Named name={t("pauseOf", { title })}>{t("pause")}</Named>
        </ActionButton>
      )}
      {resume && (
        <ActionButton action={actions.resume} done={t("resumed")} size="sm" variant="secondary">
          <Named name={t("resumeOf", { title })}>{t("resume")}</Named>
        </ActionButton>
      )}
      {cancel && (
        <ConfirmDialog
          opener={
            <Button size="sm" variant="danger-soft">
              <Named name={t("cancelOf", { title })}>{t("cancel")}</Named>
            </Button>
          }
          title={t("cancelTitle")}
          text={
            <>
              <p className="mb-3">{title}</p>
              <p>{t("cancelText")}</p>
            </>
          }
          confirm={t("cancel")}
          tone="danger"
          action={actions.cancel}
          done={t("cancelled")}
        />
      )}
    </div>
  );
}

/** Short to see, whole to hear. */
function Named({ name, children }: { name: string; children: string }) {
  return (
    <>
      <span aria-hidden="true">{children}</span>
      <span className="sr-only">{name}</span>
    </>
  );
}
