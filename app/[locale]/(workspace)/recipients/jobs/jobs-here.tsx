import { getLocale } from "next-intl/server";
import { jobActionsOf } from "@/app/[locale]/(workspace)/recipients/jobs/job-actions-of";
import { SomeMessages } from "@/components/frame/some-messages";
import { CurrentJobs } from "@/components/jobs/current-jobs";
import type { SessionUser } from "@/lib/auth/session-types";
import { currentJobs, progressOf } from "@/lib/jobs/queries";

/** One's own jobs that go on or have just ended, on a page where they are begun. Never out of a cache. */
export async function JobsHere({ user }: { user: SessionUser }) {
  const jobs = await currentJobs(user);
  if (jobs.length === 0) return null;
  return (
    <SomeMessages locale={await getLocale()} names={["jobs", "progress"]}>
      <CurrentJobs jobs={jobs} progress={progressOf(jobs)} actions={jobActionsOf} />
    </SomeMessages>
  );
}
