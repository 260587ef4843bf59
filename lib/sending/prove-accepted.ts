import type { Queryable } from "@/lib/db";
import { closedAttemptStatus, type AttemptCounts, type ClosingReason } from "@/lib/mailings/status";

export interface Proof {
  deliveryId: string;
  providerId: string;
}

/**
 * Proof from outside the batch's own request, a late answer or a webhook, that deliveries were accepted: what
 * was pending or uncertain among them is accepted, and a closed attempt's figures and status follow. It never
 * reopens one. What a person has treated as accepted gets the provider's id. Must run in a transaction. Locks the attempt first, so that a sweep counts either before or after.
 *
 * @returns how many were cleared
 */
export async function proveAccepted(tx: Queryable, attemptId: string, proofs: Proof[]): Promise<number> {
  const deliveryIds = proofs.map((proof) => proof.deliveryId);
  await tx.$queryRaw`SELECT 1 FROM attempts WHERE id = ${attemptId}::uuid FOR NO KEY UPDATE`;
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM batches WHERE id IN (SELECT batch_id FROM deliveries WHERE id = ANY(${deliveryIds}::uuid[])) ORDER BY id FOR UPDATE`;
  const cleared = await tx.$queryRaw<{ batchId: string; uncertain: boolean }[]>`
    UPDATE deliveries d SET status = 'accepted', provider_id = said.provider_id, reason = NULL, answer = NULL, settled_at = (SELECT engine_now())
    FROM unnest(${deliveryIds}::uuid[], ${proofs.map((proof) => proof.providerId)}::text[]) said (id, provider_id)
    JOIN deliveries old ON old.id = said.id
    WHERE d.id = said.id AND d.attempt_id = ${attemptId}::uuid AND d.status IN ('pending', 'uncertain')
      AND d.batch_id = ANY(${locked.map((batch) => batch.id)}::uuid[])
    RETURNING d.batch_id AS "batchId", old.status = 'uncertain' AS uncertain`;
  await nameResolved(tx, attemptId, proofs);
  if (cleared.length === 0) return 0;
  await recountBatches(tx, cleared);
  await restateAttempt(tx, attemptId, cleared.filter((row) => row.uncertain).length);
  return cleared.length;
}

/** They count as accepted already; what is known of their outcome now is the provider's word. */
async function nameResolved(tx: Queryable, attemptId: string, proofs: Proof[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE deliveries d SET provider_id = said.provider_id, reason = NULL, answer = NULL
    FROM unnest(${proofs.map((proof) => proof.deliveryId)}::uuid[], ${proofs.map((proof) => proof.providerId)}::text[]) said (id, provider_id)
    WHERE d.id = said.id AND d.attempt_id = ${attemptId}::uuid AND d.status = 'accepted' AND d.provider_id IS NULL`;
}

async function recountBatches(
  tx: Queryable,
  cleared: { batchId: string; uncertain: boolean }[],
): Promise<void> {
  const batchIds = cleared.map((row) => row.batchId);
  await tx.$executeRaw`
    UPDATE batches b SET accepted = b.accepted + seen.accepted, uncertain = b.uncertain - seen.uncertain
    FROM (SELECT batch_id, count(*)::int AS accepted, (count(*) FILTER (WHERE was_uncertain))::int AS uncertain
      FROM unnest(${batchIds}::uuid[], ${cleared.map((row) => row.uncertain)}::boolean[]) said (batch_id, was_uncertain)
      GROUP BY batch_id) seen
    WHERE b.id = seen.batch_id`;
  await tx.$executeRaw`
    UPDATE batches SET status = 'closed', closed_at = engine_now(), claim_token = NULL, lease_until = NULL, body = NULL
    WHERE id = ANY(${batchIds}::uuid[]) AND status <> 'closed' AND size = accepted + rejected + skipped + cancelled + uncertain`;
}

/** Moves so many of a closed attempt's deliveries from uncertain to accepted, and its status with them. */
export async function restateAttempt(tx: Queryable, attemptId: string, cleared: number): Promise<void> {
  const [counts] = await tx.$queryRaw<(AttemptCounts & { closingReason: ClosingReason | null })[]>`
    UPDATE attempts SET accepted = accepted + ${cleared}::int, uncertain = uncertain - ${cleared}::int
    WHERE id = ${attemptId}::uuid AND closed_at IS NOT NULL
    RETURNING planned, accepted, rejected, skipped, cancelled, uncertain, closing_reason::text AS "closingReason"`;
  if (counts === undefined) return;
  await tx.$executeRaw`
    UPDATE attempts SET status = ${closedAttemptStatus(counts, counts.closingReason)}::attempt_status
    WHERE id = ${attemptId}::uuid AND closed_at IS NOT NULL`;
}
