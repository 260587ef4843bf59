import { setTimeout as sleep } from "node:timers/promises";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { applicationJobs } from "@/lib/engine-host/application-jobs";
import { serverEnding } from "@/lib/engine-host/ending";
import { maintain } from "@/lib/engine-host/maintain";
import { onceIfUseless } from "@/lib/sending/database-lost";
import { timeForJobs } from "@/lib/engine-host/time-for-jobs";
import { runJobs, type JobHost } from "@/lib/jobs/run";
import { LONG_TICK } from "@/lib/sending/settings";
import { tick, type TickReport } from "@/lib/sending/tick";

/** The next tick and the next jobs are due at once. Nought would say that there is no saying when. */
const AT_ONCE = 1;

/**
 * What the cron route and the schedulers do: what is due for articles and accounts, then a tick of the engine, and jobs
 * beside it and for a while after it.
 *
 * @param signal aborted: claim nothing more, settle what is under way, end
 * @throws what the tick throws
 */
export async function runDue(signal: AbortSignal = serverEnding()): Promise<TickReport> {
  const engine = applicationEngine();
  const began = performance.now();
  const spent = () => performance.now() - began;
  // Whatever becomes of it must not hold mailings back: cached pages are renewed within a minute anyway.
  const report = onceIfUseless(engine.report);
  await maintain(report);
  const enough = new AbortController();
  const jobs = runJobsUntil(AbortSignal.any([signal, enough.signal]), report);
  try {
    const ticking = await tick(engine, { time: LONG_TICK, signal });
    const ticked = spent();
    await Promise.race([
      jobs,
      sleep(timeForJobs(ticking, { now: Date.now(), left: LONG_TICK - ticked }), undefined, {
        signal: enough.signal,
      }),
    ]);
    enough.abort();
    const { left } = await jobs;
    return { ...ticking, nextIn: nextIn(ticking.nextIn, spent() - ticked, left) };
  } finally {
    // Whoever called may freeze this process from here on: no job is left in the middle of a step.
    enough.abort();
    await jobs;
  }
}

/** Never throws: mailings go out whatever becomes of jobs. */
async function runJobsUntil(signal: AbortSignal, report: JobHost["report"]): Promise<{ left: boolean }> {
  const host = { ...applicationJobs(), report };
  try {
    return await runJobs(host, { time: LONG_TICK, signal });
  } catch (error) {
    report("a run of jobs ended early", error);
    return { left: false };
  }
}

function nextIn(afterTick: number | null, since: number, jobsAreLeft: boolean): number | null {
  if (jobsAreLeft) return AT_ONCE;
  return afterTick === null || afterTick === 0 ? afterTick : Math.max(AT_ONCE, Math.ceil(afterTick - since));
}
