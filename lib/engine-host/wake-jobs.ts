import { applicationJobs } from "@/lib/engine-host/application-jobs";
import { serverEnding } from "@/lib/engine-host/ending";
import { runJobs } from "@/lib/jobs/run";
import { LONG_TICK } from "@/lib/sending/settings";

interface Waking {
  again: boolean;
  ended: Promise<void>;
}

// Next bundles this file for every route: one state for all of them.
const shared = globalThis as typeof globalThis & { posthornWakingJobs?: Waking };

/**
 * Runs jobs in this process at once, for what a user has just asked for; runners of other replicas may run beside it. One
 * at a time. Never throws: whatever a wake does not do, the cron route does.
 */
export function wakeJobs(): Promise<void> {
  if (serverEnding().aborted) return Promise.resolve();
  if (shared.posthornWakingJobs !== undefined) {
    shared.posthornWakingJobs.again = true;
    return shared.posthornWakingJobs.ended;
  }
  const waking: Waking = { again: true, ended: Promise.resolve() };
  shared.posthornWakingJobs = waking;
  waking.ended = runWhileAsked(waking).finally(() => {
    shared.posthornWakingJobs = undefined;
  });
  return waking.ended;
}

async function runWhileAsked(waking: Waking): Promise<void> {
  const host = applicationJobs();
  const signal = serverEnding();
  try {
    while (waking.again && !signal.aborted) {
      waking.again = false;
      await runJobs(host, { time: LONG_TICK, signal });
    }
  } catch (error) {
    host.report("a run of jobs ended early", error);
  }
}
