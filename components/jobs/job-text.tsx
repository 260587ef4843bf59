import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { JobRow } from "@/lib/jobs/queries";

/** What of a job its sentences are made of. */
export type ToldJob = Pick<
  JobRow,
  "status" | "asks" | "work" | "isUndo" | "undo" | "total" | "done" | "counts" | "fault"
>;

/** What a job is about, in the words of the person who asked for it. */
export function useJobTitle(): (job: ToldJob) => string {
  const t = useTranslations("jobs");
  return ({ work: { text, name }, isUndo, total }) => {
    const title = t(`works.${text}.title`, { name, total: total ?? 0 });
    return isUndo ? t("undoOf", { title }) : title;
  };
}

/** What became of it so far, once it has stopped. */
export function JobOutcome({ job }: { job: ToldJob }) {
  const t = useTranslations("jobs");
  const { work, isUndo, done, counts, fault } = job;
  const changed = counts["changed"] ?? 0;
  // What a check has counted was neither taken nor left out.
  const rest = done - changed - (counts["checked"] ?? 0);
  return (
    <>
      {isUndo ? t("undoOutcome", { done }) : t(`works.${work.text}.outcome`, { changed })}
      {!isUndo && rest > 0 && ` ${t(`works.${work.text}.rest`, { rest })}`}
      {fault !== null && (
        <span className="mt-2 block">
          <Notice tone="bad">{t(`faults.${fault}`)}</Notice>
        </span>
      )}
    </>
  );
}
