import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";

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
 * Waits until no other attempt that leaves out who got this message plans a chunk, and keeps such from planning until the
 * transaction ends: each sees whom the other has planned. Attempts that leave out nobody need no lock.
 */
export async function lockMessagePlans(tx: Queryable, messageId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`who got ${messageId}`}, 0))`;
}
