import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { undoReason } from "@/lib/recipients/bulk-undo";
import type { SuppressFileInput } from "@/lib/suppressions/file-input";

type Said = Pick<SuppressFileInput, "reason" | "note">;

/** What a recipient said takes the place of what somebody may lift for a reason of their own, never the other way round. */
const isStronger = (reason: string) => Prisma.sql`
  (s.reason IN ('bounced', 'manual') AND ${reason} IN ('unsubscribed', 'complained'))`;

/** What suppressing these addresses would do; changes nothing. */
export async function lookAt(
  tx: Queryable,
  ownerId: string,
  emails: readonly string[],
  reason: Said["reason"],
): Promise<{ new: number; stronger: number; already: number }> {
  const [found] = await tx.$queryRaw<{ active: number; stronger: number }[]>`
    SELECT count(*)::int AS active, count(*) FILTER (WHERE ${isStronger(reason)})::int AS stronger
    FROM suppressions s
    WHERE s.owner_id = ${ownerId}::uuid AND s.email = ANY(${[...emails]}::text[]) AND s.lifted_at IS NULL`;
  const { active = 0, stronger = 0 } = found ?? {};
  return { new: emails.length - active, stronger, already: active - stronger };
}

interface Chunk extends Said {
  jobId: string;
  number: number;
  ownerId: string;
  emails: readonly string[];
}

/**
 * Suppresses addresses, in the order in which imports do, and notes which were not suppressed before, for an undo.
 *
 * @returns how many that were
 */
export async function suppressChunk(tx: Queryable, chunk: Chunk): Promise<number> {
  const { jobId, number, ownerId, emails, reason, note } = chunk;
  if (emails.length === 0) return 0;
  // A row that was there before keeps the transaction that made it obsolete: xmax is 0 for new ones alone.
  const [written] = await tx.$queryRaw<{ count: number }[]>`
    WITH written AS (
      INSERT INTO suppressions AS s (owner_id, email, reason, note, set_by_id, created_at)
      SELECT ${ownerId}::uuid, email, ${reason}::suppression_reason, ${note}, ${ownerId}::uuid, (SELECT engine_now())
      FROM unnest(${[...emails]}::text[]) said (email) ORDER BY email COLLATE "C"
      ON CONFLICT (owner_id, email) WHERE lifted_at IS NULL
        DO UPDATE SET reason = excluded.reason, note = excluded.note, delivery_id = NULL, created_at = excluded.created_at
        WHERE ${isStronger(reason)}
      RETURNING id, xmax = 0 AS added
    ), noted AS (
      INSERT INTO job_chunks (job_id, number, changed, instants)
      SELECT ${jobId}::uuid, ${number}::int, array_agg(id), '{}' FROM written WHERE added HAVING count(*) > 0)
    SELECT count(*) FILTER (WHERE added)::int AS count FROM written`;
  return written?.count ?? 0;
}

interface Noted {
  jobId: string;
  number: number;
  ownerId: string;
  reason: Said["reason"];
}

/**
 * Lifts what one step suppressed: the record of why mailings skipped these addresses stays. What a recipient said since, by
 * an email or to the provider, stays in force.
 */
export async function liftChunk(tx: Queryable, { jobId, number, ownerId, reason }: Noted): Promise<void> {
  await tx.$executeRaw`
    UPDATE suppressions SET lifted_at = engine_now(), lifted_by_id = ${ownerId}::uuid,
      lift_reason = ${await undoReason(tx, ownerId)}
    WHERE owner_id = ${ownerId}::uuid AND lifted_at IS NULL AND reason = ${reason}::suppression_reason
      AND delivery_id IS NULL AND set_by_id IS NOT NULL AND id IN (
        SELECT unnest(changed) FROM job_chunks WHERE job_id = ${jobId}::uuid AND number = ${number}::int)`;
}
