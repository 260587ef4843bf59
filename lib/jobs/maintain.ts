import { database } from "@/lib/db";
import { cancelled } from "@/lib/jobs/cancel";
import type { JobFault } from "@/lib/jobs/words";

/** Days for which a job that has ended is listed, and can be undone. */
export const JOB_DAYS = 30;
/** Hours for which a job waits for an answer. */
export const ANSWER_HOURS = 24;
/** At most so many a round. */
export const FORGOTTEN_JOBS_AT_ONCE = 100;

/**
 * Deletes jobs that ended long ago, with what an undo of them would need, and cancels those that nobody has answered. Never
 * throws: the next call does what this one left.
 *
 * @param report told where it failed
 */
export async function maintainJobs(report: (message: string, error: unknown) => void): Promise<void> {
  try {
    await database().$executeRaw`
      UPDATE jobs SET ${cancelled}, fault = ${"unanswered" satisfies JobFault}
      WHERE status = 'paused' AND asks AND available_at < engine_now() - make_interval(hours => ${ANSWER_HOURS}::int)`;
    await database().$executeRaw`
      DELETE FROM jobs WHERE id IN (
        SELECT j.id FROM jobs j
        WHERE j.finished_at < engine_now() - make_interval(days => ${JOB_DAYS}::int)
          AND NOT EXISTS (SELECT 1 FROM jobs u WHERE u.undoes_id = j.id
            AND (u.finished_at IS NULL OR u.finished_at >= engine_now() - make_interval(days => ${JOB_DAYS}::int)))
        ORDER BY j.finished_at LIMIT ${FORGOTTEN_JOBS_AT_ONCE} FOR UPDATE OF j SKIP LOCKED)`;
  } catch (error) {
    report("jobs that ended long ago, or that nobody has answered, could not be cleared away", error);
  }
}
