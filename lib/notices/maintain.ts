import { database } from "@/lib/db";
import { collectNotices } from "@/lib/notices/collect";
import { sendNotices } from "@/lib/notices/send";

/** Days for which it is known that a fact was told of; longer than anything is news. */
const NOTICE_DAYS = 30;
/** At most so many a round. */
const FORGOTTEN_AT_ONCE = 500;

/**
 * Writes to owners about their mailings. Never throws: the next call does what this one left.
 *
 * @param report told once of each part that failed
 */
export async function maintainNotices(report: (message: string, error: unknown) => void): Promise<void> {
  try {
    const db = database();
    await collectNotices(db);
    await sendNotices(db);
    await db.$executeRaw`
      DELETE FROM notices WHERE id IN (
        SELECT id FROM notices WHERE created_at < engine_now() - make_interval(days => ${NOTICE_DAYS}::int)
        ORDER BY created_at LIMIT ${FORGOTTEN_AT_ONCE})`;
  } catch (error) {
    report("emails to owners about their mailings could not be sent", error);
  }
}
