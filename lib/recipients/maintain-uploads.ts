import { database } from "@/lib/db";

/** Hours for which a file waits for its import, and that of an import that failed to be resumed. */
export const UPLOAD_HOURS = 24;
/** At most so many a round. */
export const FORGOTTEN_UPLOADS_AT_ONCE = 20;

/**
 * Deletes uploaded files that nobody imports any more. Never throws: the next call does what this one left.
 *
 * @param report told where it failed
 */
export async function maintainUploads(report: (message: string, error: unknown) => void): Promise<void> {
  try {
    await database().$executeRaw`
      DELETE FROM uploads WHERE id IN (
        SELECT u.id FROM uploads u LEFT JOIN jobs j ON j.id = u.job_id
        WHERE j.status IN ('cancelled', 'succeeded')
          OR coalesce(j.finished_at, CASE WHEN j.id IS NULL THEN u.created_at END)
            < engine_now() - make_interval(hours => ${UPLOAD_HOURS}::int)
        ORDER BY u.created_at LIMIT ${FORGOTTEN_UPLOADS_AT_ONCE} FOR UPDATE OF u SKIP LOCKED)`;
  } catch (error) {
    report("uploaded files that nobody imports could not be deleted", error);
  }
}
