import type { Database } from "@/lib/db";
import { sendMail } from "@/lib/mails/send-mail";
import { noticeMail, type NoticeFacts } from "@/lib/notices/notice-mail";

/** At most so many a round. */
const SENT_AT_ONCE = 20;
/** Longer than all tries of one email together; then another process may take it. Seconds. */
const HELD = 60;
/** After the provider did not take one. Minutes. */
const PAUSE = 10;
/** For so many hours it is tried again; after that it is no news. */
const TRIED_FOR = 24;

/** Sends what is due. Every try of one has the same key, so that an answer that was lost sends nothing twice. */
export async function sendNotices(db: Database): Promise<void> {
  for (let sent = 0; sent < SENT_AT_ONCE; sent += 1) {
    const id = await holdNext(db);
    if (id === null) return;
    const facts = await factsOf(db, id);
    const isTaken =
      facts !== null && (await sendMail({ ...(await noticeMail(facts)), idempotencyKey: `notice-${id}` }));
    if (facts === null || isTaken) {
      await db.$executeRaw`UPDATE notices SET sent_at = engine_now() WHERE id = ${id}::uuid AND sent_at IS NULL`;
    } else {
      // The provider is asked by the next one in its turn no sooner than this one.
      await db.$executeRaw`
        UPDATE notices SET available_at = engine_now() + ${PAUSE} * interval '1 minute' WHERE sent_at IS NULL AND NOT silent
          AND available_at < engine_now() + ${PAUSE} * interval '1 minute'`;
      return;
    }
  }
}

async function holdNext(db: Database): Promise<string | null> {
  const [held] = await db.$queryRaw<{ id: string }[]>`
    UPDATE notices SET available_at = engine_now() + ${HELD} * interval '1 second' WHERE id = (
      SELECT id FROM notices WHERE sent_at IS NULL AND NOT silent AND available_at <= engine_now()
        AND created_at > engine_now() - ${TRIED_FOR} * interval '1 hour'
      ORDER BY available_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  return held?.id ?? null;
}

/** Null where nobody is to hear of it any more: the mailing has another owner, or the account is closed. */
async function factsOf(db: Database, id: string): Promise<NoticeFacts | null> {
  const [facts] = await db.$queryRaw<NoticeFacts[]>`
    SELECT n.kind, n.about_at AS "aboutAt", u.email, u.language, u.time_zone AS "timeZone", m.id AS "mailingId", m.name AS mailing,
      a.id AS "attemptId", a.planned, a.accepted, coalesce(a.answer, p.halt_answer) AS answer, by.name AS "stoppedBy",
      m.stop_reason AS "stopReason", m.protected_answer AS "protectedAnswer", m.protected_code AS "protectedCode",
      m.protected_events AS "protectedEvents", m.protected_accepted AS "protectedAccepted"
    FROM notices n JOIN users u ON u.id = n.owner_id
      LEFT JOIN mailings m ON m.id = n.subject_id AND m.owner_id = n.owner_id AND m.archived_at IS NULL
      LEFT JOIN attempts a ON a.id = n.attempt_id LEFT JOIN users by ON by.id = m.stopped_by_id
      LEFT JOIN provider_state p ON p.id = 1 AND n.kind = 'waiting'
    WHERE n.id = ${id}::uuid AND u.closed_at IS NULL AND (m.id IS NOT NULL OR n.kind = 'waiting')
      AND (n.kind <> 'stopped' OR m.stopped_at IS NOT NULL) AND (n.kind <> 'protected' OR m.protected_at IS NOT NULL)`;
  return facts ?? null;
}
