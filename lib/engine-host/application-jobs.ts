import { applyChange } from "@/lib/cache/apply-change";
import { database } from "@/lib/db";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { jobKinds } from "@/lib/jobs/kinds";
import type { JobHost } from "@/lib/jobs/run";

/** What jobs run on in this process. Not the engine's connections: emails do not wait for a job. */
export function applicationJobs(): JobHost {
  return {
    db: database(),
    kinds: jobKinds,
    changed: (tags) => applyChange({ tags, wake: false }, "outside"),
    report: applicationEngine().report,
  };
}
