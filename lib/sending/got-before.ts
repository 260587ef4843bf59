import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { familyOf } from "@/lib/sending/retriable";

/**
 * Whether a recipient got a message: by a delivery that was accepted, may have been (uncertain), or is still to go
 * (pending). By the recipient's own deliveries, the earliest first: there are few of one person, and those of a message
 * may be a million for each of its runs. A scalar subquery, because PostgreSQL would read all of them into a hash for EXISTS.
 *
 * @param where further condition on `got`, the delivery, and `earlier`, its attempt
 */
export function gotMessage(
  recipientId: Prisma.Sql,
  messageId: Prisma.Sql,
  where: Prisma.Sql = Prisma.sql`TRUE`,
): Prisma.Sql {
  return Prisma.sql`(SELECT 1 FROM deliveries got JOIN attempts earlier ON earlier.id = got.attempt_id
    WHERE got.recipient_id = ${recipientId} AND got.status IN ('accepted', 'uncertain', 'pending')
      AND earlier.message_id = ${messageId} AND ${where}
    ORDER BY got.recipient_id, got.id LIMIT 1) IS NOT NULL`;
}

/**
 * Whether an attempt of a mailing that leaves out who got its message before would send it to the recipient of `d` again,
 * because another attempt was planned since. Of two that both look, the one with the earlier delivery sends: else neither
 * would. A request that may be on its way counts too: it was made before its mailing was told to look. What the attempt
 * retries, and other retries of that, are for the plan and `acceptedBefore` to look at.
 */
export function gotMeanwhile(attemptId: string): Prisma.Sql {
  const messageId = Prisma.sql`(SELECT mine.message_id FROM attempts mine JOIN mailings leaving ON leaving.id = mine.mailing_id
    WHERE mine.id = ${attemptId}::uuid AND leaving.except_got_before)`;
  const family = Prisma.sql`(WITH RECURSIVE ${familyOf(attemptId)} SELECT id FROM family)`;
  const before = Prisma.sql`earlier.id NOT IN ${family} AND (got.status <> 'pending' OR got.id < d.id
    OR (SELECT NOT except_got_before FROM mailings WHERE id = earlier.mailing_id)
    OR (SELECT status = 'requested' OR first_unknown_at IS NOT NULL FROM batches WHERE id = got.batch_id))`;
  return Prisma.sql`(${messageId} IS NOT NULL AND ${gotMessage(Prisma.sql`d.recipient_id`, messageId, before)})`;
}

/**
 * Waits until no other attempt that leaves out who got this message plans a chunk, and keeps such from planning until the
 * transaction ends: each sees whom the other has planned. Attempts that leave out nobody need no lock.
 */
export async function lockMessagePlans(tx: Queryable, messageId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`who got ${messageId}`}, 0))`;
}
