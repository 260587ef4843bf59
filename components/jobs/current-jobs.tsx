import { useTranslations } from "next-intl";
import { JobActions, type JobActionsOf } from "@/components/jobs/job-actions";
import { JobProgress } from "@/components/jobs/job-progress";
import { JobState } from "@/components/jobs/job-state";
import { JobOutcome } from "@/components/jobs/job-text";
import { JobTitle } from "@/components/jobs/job-title";
import { watchable } from "@/components/jobs/jobs-table";
import { WatchedJobs } from "@/components/jobs/watched-jobs";
import { Link } from "@/components/ui/link";
import type { JobRow, JobsProgress } from "@/lib/jobs/queries";
import { isOpen } from "@/lib/jobs/policy";

interface CurrentJobsProps {
  jobs: JobRow[];
  progress: JobsProgress;
  actions: (id: string) => JobActionsOf;
}

/** Where jobs are begun: those that go on, and those that have just ended, with their undo. Nothing while there are none. */
export function CurrentJobs({ jobs, progress, actions }: CurrentJobsProps) {
  const t = useTranslations("jobs");
  if (jobs.length === 0) return null;
  const list = (
    <section
      aria-label={t("here")}
      className="mb-6 rounded-2xl border border-border bg-surface shadow-surface"
    >
      <ul className="divide-y divide-separator">
        {jobs.map((job) => (
          <li key={job.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 p-4 sm:px-5">
            <div className="min-w-0 flex-1 basis-72">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium [overflow-wrap:anywhere]">
                <JobTitle job={job} />
                <JobState job={job} />
              </p>
              <div className="mt-2 text-sm text-muted">
                {isOpen(job.status) ? <JobProgress job={watchable(job)} /> : <JobOutcome job={job} />}
              </div>
            </div>
            <JobActions job={watchable(job)} actions={actions(job.id)} />
          </li>
        ))}
      </ul>
      <p className="border-t border-separator px-4 py-2 text-sm sm:px-5">
        <Link href="/recipients/jobs" className="underline underline-offset-3">
          {t("all")}
        </Link>
      </p>
    </section>
  );
  // Nothing moves any more: there is nothing to watch.
  return jobs.some(({ status }) => isOpen(status)) ? (
    <WatchedJobs initial={progress}>{list}</WatchedJobs>
  ) : (
    list
  );
}
