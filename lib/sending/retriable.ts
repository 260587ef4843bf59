import { Prisma } from "@prisma/client";

/**
 * Deliveries `d` of the attempt `tried` that may be tried again, as FROM and WHERE of a query: what was rejected. Of a
 * retry also what it closed without a request: cancelled because it was ended before, or skipped because of a suppression
 * that does not hold any more. Nothing went out for any of these, and what was tried again since is left out.
 */
export function retriableOf(attemptId: string): Prisma.Sql {
  // The counts of a batch tell whether its deliveries need to be read. The kind is a value found before any batch is: were
  // it only beside the status, a run would have the deliveries read of every batch that skipped somebody.
  const isRetry = Prisma.sql`(SELECT kind FROM attempts WHERE id = ${attemptId}::uuid) = 'retry'`;
  return Prisma.sql`
    FROM attempts tried JOIN batches b ON b.attempt_id = tried.id JOIN deliveries d ON d.batch_id = b.id
    WHERE tried.id = ${attemptId}::uuid AND (b.rejected > 0 OR (${isRetry} AND (b.cancelled > 0 OR b.skipped > 0))) AND (
      (b.rejected > 0 AND d.status = 'rejected')
      OR (tried.kind = 'retry' AND b.cancelled > 0 AND d.status = 'cancelled')
      OR (tried.kind = 'retry' AND b.skipped > 0 AND d.status = 'skipped' AND ${suppressedNoMore}))
    AND NOT ${sentAgain(Prisma.sql`d`)}`;
}

/** Deliveries `d` of an attempt of which nobody knows the outcome and that were not sent again: these, or all of them. */
export function uncertainOf(attemptId: string, only: readonly string[]): Prisma.Sql {
  const chosen = only.length === 0 ? Prisma.empty : Prisma.sql`AND d.id = ANY(${[...only]}::uuid[])`;
  return Prisma.sql`
    FROM batches b JOIN deliveries d ON d.batch_id = b.id
    WHERE b.attempt_id = ${attemptId}::uuid AND b.uncertain > 0 AND d.status = 'uncertain' ${chosen}
    AND NOT ${sentAgain(Prisma.sql`d`)}`;
}

/** Whether a retry has taken a delivery up, whatever became of it there. */
export function sentAgain(delivery: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM deliveries again WHERE again.retry_of_id = ${delivery}.id)`;
}

/**
 * Whether one of the deliveries that `d` tries again was accepted after all: proof of an uncertain one may come while its
 * retry waits.
 */
export const acceptedBefore = Prisma.sql`EXISTS (
  WITH RECURSIVE earlier AS (
    SELECT o.status, o.retry_of_id FROM deliveries o WHERE o.id = d.retry_of_id
    UNION ALL SELECT o.status, o.retry_of_id FROM earlier JOIN deliveries o ON o.id = earlier.retry_of_id
  ) SELECT 1 FROM earlier WHERE status = 'accepted')`;

const suppressedNoMore = Prisma.sql`d.reason IN ('unsubscribed', 'bounced', 'complained', 'manual') AND EXISTS (
  SELECT 1 FROM recipients r LEFT JOIN suppressions s ON s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL
  WHERE r.id = d.recipient_id AND r.owner_id = tried.owner_id AND s.id IS NULL)`;

/**
 * Two common table expressions, recursive: `origin`, an attempt and those that it retries, and `family`, the first of
 * them with every retry of it and of its retries. To what one of these reached nothing is sent again.
 */
export function familyOf(attemptId: string): Prisma.Sql {
  return Prisma.sql`origin AS (
      SELECT id, retry_of_id FROM attempts WHERE id = ${attemptId}::uuid
      UNION ALL SELECT a.id, a.retry_of_id FROM origin JOIN attempts a ON a.id = origin.retry_of_id
    ), family AS (
      SELECT id FROM origin WHERE retry_of_id IS NULL
      UNION ALL SELECT a.id FROM family JOIN attempts a ON a.retry_of_id = family.id
    )`;
}
