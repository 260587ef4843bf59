import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/forms/action-button";
import { ImportResult } from "@/components/jobs/import-result";
import { JobActions, type JobActionsOf } from "@/components/jobs/job-actions";
import { JobProgress } from "@/components/jobs/job-progress";
import { JobState } from "@/components/jobs/job-state";
import { watchable } from "@/components/jobs/jobs-table";
import { UploadRefusal } from "@/components/recipients/upload-refusal";
import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/state";
import { isMoving, isOpen } from "@/lib/jobs/policy";
import type { JobRow } from "@/lib/jobs/queries";
import type { ImportView, StatesAnswer } from "@/lib/recipients/import-result";

interface ImportStateProps {
  job: JobRow;
  view: ImportView;
  actions: JobActionsOf;
  /** What becomes of people whose state is not understood, where the import has stopped to ask. */
  answers: Record<StatesAnswer, FormAction>;
}

/** An import as it stands: how far it is, or what became of its rows. */
export function ImportState({ job, view, actions, answers }: ImportStateProps) {
  const t = useTranslations("upload");
  const asks = job.status === "failed" && view.refusal?.code === "state_unknown";
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <JobState job={job} />
        {/* A file that cannot be read further cannot be the next time either. */}
        {view.refusal === null && <JobActions job={watchable(job)} actions={actions} />}
      </div>
      {isOpen(job.status) && (
        <div>
          <JobProgress job={watchable(job)} />
          {isMoving(job.status) && <p className="mt-2 text-sm text-muted">{t("mayLeave")}</p>}
        </div>
      )}
      {asks ? (
        <StatesQuestion said={view.refusal?.detail ?? ""} answers={answers} />
      ) : (
        <Outcome job={job} view={view} />
      )}
      {(!isMoving(job.status) && !asks) || view.summary.rows > 0 ? (
        <ImportResult job={job} view={view} />
      ) : null}
    </div>
  );
}

function Outcome({ job, view: { summary, refusal } }: Pick<ImportStateProps, "job" | "view">) {
  const t = useTranslations();
  if (job.status === "succeeded") {
    const { added, updated, unchanged, suppressed } = summary;
    const hasDone = added + updated + unchanged + suppressed > 0;
    return (
      <Notice tone={hasDone ? "good" : "careful"}>{hasDone ? t("upload.done") : t("upload.doneNone")}</Notice>
    );
  }
  if (job.status === "cancelled") return <Notice tone="careful">{t("upload.cancelled")}</Notice>;
  if (job.fault === null) return null;
  if (refusal !== null) return <UploadRefusal refusal={refusal} />;
  return <Notice tone="bad">{t(`jobs.faults.${job.fault}`)}</Notice>;
}

function StatesQuestion({ said, answers }: { said: string; answers: ImportStateProps["answers"] }) {
  const t = useTranslations("upload.states");
  return (
    <Notice tone="careful">
      <p className="font-medium">{t("question")}</p>
      <p className="my-2">
        <code className="[overflow-wrap:anywhere]">{said}</code>
      </p>
      <div className="flex flex-col items-start gap-2">
        {(["suppress", "ignore"] as const).map((answer) => (
          <ActionButton key={answer} action={answers[answer]} variant="secondary" size="sm">
            {t(answer)}
          </ActionButton>
        ))}
      </div>
    </Notice>
  );
}
