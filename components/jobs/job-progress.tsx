"use client";

import { ProgressBar } from "@heroui/react/progress-bar";
import { useTranslations } from "next-intl";
import { useJobTitle, type ToldJob } from "@/components/jobs/job-text";
import { useWatched } from "@/components/jobs/watched-jobs";
import { roughDuration, type Pace } from "@/lib/mailings/pace";

/** How far a job is that has not ended: as a bar, in figures with the time left, and every tenth to hear. */
export function JobProgress({ job }: { job: ToldJob & { id: string } }) {
  const t = useTranslations("jobs");
  const { done, total, pace, lost } = useWatched(job);
  const title = useJobTitle()(job);
  if (job.asks) return <p>{t("asksHint", { done })}</p>;
  const waiting = job.counts["waiting"] ?? 0;
  if (waiting > 0) return <p>{t("waitsForEmails", { count: waiting })}</p>;
  if ((job.counts["files"] ?? 0) > 0) return <p>{t("waitsForFiles")}</p>;
  if (total === null) return <p className="text-sm tabular-nums">{t("progressOpen", { done })}</p>;
  const percent = total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));
  return (
    <>
      <ProgressBar
        aria-label={t("bar", { title })}
        value={percent}
        valueLabel={t("progress", { done, total })}
        size="md"
        color={job.status === "paused" ? "warning" : "accent"}
      >
        <ProgressBar.Track>
          <ProgressBar.Fill />
        </ProgressBar.Track>
      </ProgressBar>
      <p className="mt-2 text-sm tabular-nums">
        {t("progress", { done, total })}
        {job.status !== "paused" && pace !== null && done < total && <TimeLeft pace={pace} />}
      </p>
      <p className="sr-only" role="status">
        {t("spoken", { title, percent: Math.floor(percent / 10) * 10 })}
      </p>
      {lost && <p className="mt-1 text-sm text-danger-soft-foreground">{t("lost")}</p>}
    </>
  );
}

function TimeLeft({ pace: { secondsLeft } }: { pace: Pace }) {
  const t = useTranslations("progress");
  const { unit, count } = roughDuration(secondsLeft);
  return `, ${t("timeLeft", { duration: t(unit, { count }) })}`;
}
