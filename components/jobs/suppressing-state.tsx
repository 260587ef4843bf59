import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/forms/action-button";
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
import type { SuppressingView } from "@/lib/suppressions/file-commands";
import { foundNames } from "@/lib/suppressions/schema";

interface SuppressingStateProps {
  job: JobRow;
  view: SuppressingView;
  actions: JobActionsOf;
  /** Suppresses what has been counted. */
  confirm: FormAction;
}

/** Addresses that are to be suppressed: counted, asked about, suppressed. */
export function SuppressingState({ job, view, actions, confirm }: SuppressingStateProps) {
  const t = useTranslations("suppressing");
  const isCounted = job.asks || !isOpen(job.status) || view.confirmed;
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <JobState job={job} />
        {!job.asks && view.refusal === null && <JobActions job={watchable(job)} actions={actions} />}
      </div>
      <p className="text-sm text-muted">
        {t(`reasons.${view.reason}`)}
        {view.note !== "" && ` · ${view.note}`}
      </p>
      {isOpen(job.status) && !job.asks && (
        <div>
          <p className="mb-3">{view.confirmed ? t("writing") : t("checking")}</p>
          <JobProgress job={watchable(job)} />
          {isMoving(job.status) && <p className="mt-2 text-sm text-muted">{t("mayLeave")}</p>}
        </div>
      )}
      {job.asks && <Question view={view} confirm={confirm} discard={actions.cancel} />}
      <Outcome job={job} view={view} />
      {isCounted && view.refusal === null && <Figures found={view.found} />}
      {isCounted && view.told.length > 0 && <InvalidRows told={view.told} total={view.found.invalid} />}
      {!isOpen(job.status) && (
        <div className="flex flex-wrap gap-3">
          <ButtonLink href="/recipients/suppressions">{t("back")}</ButtonLink>
          <ButtonLink href="/recipients/suppressions/new" variant="secondary">
            {t("another")}
          </ButtonLink>
        </div>
      )}
    </div>
  );
}

interface QuestionProps extends Pick<SuppressingStateProps, "view" | "confirm"> {
  discard: FormAction;
}

function Question({ view: { found }, confirm, discard }: QuestionProps) {
  const t = useTranslations("suppressing");
  const count = found.new + found.stronger;
  return (
    <section className="flex flex-col gap-4">
      <p className="font-display text-xl font-semibold">{t("question", { count })}</p>
      <div className="flex flex-wrap gap-3">
        <ActionButton action={confirm}>{t("confirm", { count })}</ActionButton>
        <ActionButton action={discard} variant="secondary" done={t("discarded")}>
          {t("discard")}
        </ActionButton>
      </div>
      <p className="text-sm text-muted">{t("kept")}</p>
    </section>
  );
}

function Outcome({ job, view }: Pick<SuppressingStateProps, "job" | "view">) {
  const t = useTranslations();
  if (isOpen(job.status)) return null;
  if (job.status === "cancelled")
    return (
      <Notice tone="careful">
        {view.confirmed ? t("suppressing.cancelled") : t("suppressing.discarded")}
      </Notice>
    );
  if (view.refusal !== null) return <UploadRefusal refusal={view.refusal} />;
  if (job.fault !== null) return <Notice tone="bad">{t(`jobs.faults.${job.fault}`)}</Notice>;
  if (!view.confirmed) return <Notice tone="careful">{t("suppressing.nothingNew")}</Notice>;
  const count = (job.counts["changed"] ?? 0) + view.found.stronger;
  return <Notice tone="good">{t("suppressing.done", { count })}</Notice>;
}

/** Shown where there are any. */
const RARE: readonly string[] = ["stronger", "duplicate", "erased"];

function Figures({ found }: Pick<SuppressingView, "found">) {
  const t = useTranslations();
  return (
    <>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
        {foundNames
          .filter((name) => !RARE.includes(name) || found[name] > 0)
          .map((name) => (
            <div key={name}>
              <dt className="text-sm text-muted">{t(`suppressing.figures.${name}`)}</dt>
              <dd className="font-display text-2xl font-semibold tabular-nums">
                {t("upload.number", { value: found[name] })}
              </dd>
            </div>
          ))}
      </dl>
      {found.erased > 0 && <p className="text-sm text-muted">{t("recipientForms.erasedHint")}</p>}
    </>
  );
}

function InvalidRows({ told, total }: { told: SuppressingView["told"]; total: number }) {
  const t = useTranslations();
  return (
    <section>
      <h2 className="font-display text-xl font-semibold">{t("suppressing.invalidRows")}</h2>
      {total > told.length && (
        <p className="mt-1 text-sm text-muted">
          {t("suppressing.firstInvalid", { shown: told.length, total })}
        </p>
      )}
      <ul className="mt-2 flex flex-col gap-1 text-sm [overflow-wrap:anywhere]">
        {told.map(({ line, reason, value }) => {
          const key = `recipientForms.rowFaults.${reason}` as Parameters<typeof t>[0];
          return (
            <li key={line}>
              {t("recipientForms.line", { line })}: {t.has(key) ? t(key) : reason}
              {value !== "" && <code className="ms-2">{value}</code>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
