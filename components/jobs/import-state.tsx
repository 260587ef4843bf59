import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/forms/action-button";
import { CheckFigures, CheckQuestion } from "@/components/jobs/import-check";
import { Download, ImportResult, InvalidRows } from "@/components/jobs/import-result";
import { JobActions, type JobActionsOf } from "@/components/jobs/job-actions";
import { JobProgress } from "@/components/jobs/job-progress";
import { JobState } from "@/components/jobs/job-state";
import { watchable } from "@/components/jobs/jobs-table";
import { UploadRefusal } from "@/components/recipients/upload-refusal";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/state";
import { isMoving, isOpen } from "@/lib/jobs/policy";
import type { JobRow } from "@/lib/jobs/queries";
import type { Mended } from "@/lib/recipients/mend-rows";
import type { ImportView, StatesAnswer } from "@/lib/recipients/import-result";

interface ImportStateProps {
  job: JobRow;
  view: ImportView;
  actions: JobActionsOf;
  /** What becomes of people whose state is not understood, where the import has stopped to ask. */
  answers: Record<StatesAnswer, FormAction>;
  /** Has a file imported that was checked. */
  confirm: FormAction;
  /** Imports broken rows as they were corrected. */
  mend: FormAction<Mended>;
  /** Whether broken rows before those shown are on another page. */
  isFurther: boolean;
}

/** An import as it stands: how far it is, or what became of its rows. */
export function ImportState(props: ImportStateProps) {
  const { job, view, actions, answers, confirm } = props;
  const t = useTranslations("upload");
  if (job.asks) return <CheckedImport {...{ job, view, actions, confirm }} />;
  const asks = job.status === "failed" && view.refusal?.code === "state_unknown";
  return (
    <div className="flex flex-col gap-6">
      <div className="flex max-w-2xl flex-wrap items-start justify-between gap-3">
        <JobState job={job} />
        <JobActions job={watchable(job)} actions={actions} />
      </div>
      {isOpen(job.status) && (
        <div>
          <JobProgress job={watchable(job)} />
          {isMoving(job.status) && (
            <p className="mt-2 text-sm text-muted">{view.isCheck ? t("check.running") : t("mayLeave")}</p>
          )}
        </div>
      )}
      {asks ? (
        <StatesQuestion said={view.refusal?.detail ?? ""} answers={answers} />
      ) : (
        <Outcome job={job} view={view} />
      )}
      {view.isCheck
        ? isOpen(job.status) && <CheckFigures summary={view.summary} />
        : ((!isMoving(job.status) && !asks) || view.summary.rows > 0) && <ImportResult {...props} />}
      {view.isCheck && !isOpen(job.status) && !asks && <Another />}
    </div>
  );
}

/** A file that was checked, and waits for its owner's word. */
function CheckedImport({
  job,
  view,
  actions,
  confirm,
}: Omit<ImportStateProps, "answers" | "mend" | "isFurther">) {
  const t = useTranslations("upload");
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <JobState job={job} />
        <p>{t("check.waits")}</p>
      </div>
      <CheckFigures summary={view.summary} />
      <CheckQuestion view={view} confirm={confirm} cancel={actions.cancel} />
      {view.summary.erased > 0 && <ErasedHint />}
      {view.invalid.length > 0 && (
        <>
          <InvalidRows rows={view.invalid} total={view.summary.invalid} />
          <p className="text-sm text-muted">{t("invalidFileHint")}</p>
          <div>
            <Download href={`/api/recipients/imports/${job.id}/invalid-rows`}>{t("invalidFile")}</Download>
          </div>
        </>
      )}
    </div>
  );
}

function ErasedHint() {
  return <p>{useTranslations("recipientForms")("erasedHint")}</p>;
}

function Another() {
  return (
    <div>
      <ButtonLink href="/recipients/upload" variant="secondary">
        {useTranslations("upload")("another")}
      </ButtonLink>
    </div>
  );
}

function Outcome({ job, view: { summary, refusal, isCheck } }: Pick<ImportStateProps, "job" | "view">) {
  const t = useTranslations();
  if (job.status === "succeeded") {
    const { added, updated, unchanged, suppressed } = summary;
    const hasDone = added + updated + unchanged + suppressed > 0;
    return (
      <Notice tone={hasDone ? "good" : "careful"}>{hasDone ? t("upload.done") : t("upload.doneNone")}</Notice>
    );
  }
  if (job.status === "cancelled" && job.fault === null)
    return <Notice tone="careful">{t(isCheck ? "upload.check.cancelled" : "upload.cancelled")}</Notice>;
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
