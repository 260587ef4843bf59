import { cancelJob, pauseJob, resumeJob, undoJob } from "@/app/[locale]/(workspace)/recipients/jobs/actions";
import type { JobActionsOf } from "@/components/jobs/job-actions";

/** The actions on one job. */
export function jobActionsOf(id: string): JobActionsOf {
  return {
    pause: pauseJob.bind(null, id),
    resume: resumeJob.bind(null, id),
    cancel: cancelJob.bind(null, id),
    undo: undoJob.bind(null, id),
  };
}
