import type { Queryable } from "@/lib/db";
import { retryDelay } from "@/lib/sending/backoff";
import type { Claim } from "@/lib/sending/claim";
import type { Engine } from "@/lib/sending/engine";
import type { Frozen } from "@/lib/sending/freeze";
import { proveAccepted } from "@/lib/sending/prove-accepted";

/** What a closed batch's deliveries become, with the provider's words. */
interface Closing {
  status: "rejected" | "uncertain" | "cancelled";
  reason: string;
  code: string;
  answer: string;
}

/**
 * Success, by batch and body: whoever still holds the lease, these very bytes were taken. The stored body is
 * erased with it. Deliveries that were meanwhile given up as uncertain are cleared.
 */
export async function settleAccepted(
  engine: Engine,
  claim: Claim,
  frozen: Frozen,
  ids: string[],
): Promise<void> {
  const settled = await engine.db.$executeRaw`
    WITH mine AS (
      SELECT id FROM batches WHERE id = ${claim.batchId}::uuid AND body_hash = ${frozen.bodyHash} AND status <> 'closed' FOR UPDATE
    ), done AS (
      UPDATE deliveries d SET status = 'accepted', settled_at = (SELECT engine_now()),
        provider_id = (${ids}::text[])[array_position(${frozen.deliveryIds}::uuid[], d.id)]
      FROM mine
      WHERE d.batch_id = mine.id AND d.id = ANY(${frozen.deliveryIds}::uuid[]) AND d.status = 'pending'
      RETURNING 1
    )
    UPDATE batches b SET status = 'closed', closed_at = engine_now(), accepted = b.accepted + (SELECT count(*)::int FROM done),
      claim_token = NULL, lease_until = NULL, body = NULL, answer_code = 'accepted', answer = 'HTTP 200'
    FROM mine WHERE b.id = mine.id`;
  if (settled > 0) return;
  const proofs = frozen.deliveryIds.map((id, index) => ({ deliveryId: id, providerId: ids[index] ?? "" }));
  await engine.db.$transaction((tx) => proveAccepted(tx, claim.attemptId, proofs));
}

/** Nothing went out: the batch waits and has lost nothing. Only the holder of the claim may say so. */
export async function settleDeferred(
  engine: Engine,
  claim: Claim,
  said: { code: string; answer: string; wait: number },
): Promise<void> {
  await engine.db.$executeRaw`
    UPDATE batches SET status = 'pending', claim_token = NULL, lease_until = NULL, answer_code = ${said.code}, answer = ${said.answer},
      available_at = engine_now() + ${said.wait} * interval '1 millisecond'
    WHERE id = ${claim.batchId}::uuid AND claim_token = ${claim.token}::uuid AND status = 'requested'`;
}

/** The provider could not be reached: nothing went out, and the longer it has been away the later the batch comes again. */
export async function settleUnreachable(
  engine: Engine,
  claim: Claim,
  said: { code: string; answer: string },
): Promise<void> {
  const [provider] = await engine.db.$queryRaw<{ failures: number }[]>`
    SELECT failures FROM provider_state WHERE id = 1`;
  const wait = retryDelay((provider?.failures ?? 0) + 1, engine.random());
  await settleDeferred(engine, claim, { ...said, wait });
}

/** Nobody knows: from now on the same bytes under the same key, or nothing. */
export async function settleUnknown(
  engine: Engine,
  claim: Claim,
  said: { code: string; answer: string; retryAfter: number },
): Promise<void> {
  const [batch] = await engine.db.$queryRaw<{ unknowns: number }[]>`
    SELECT unknowns FROM batches WHERE id = ${claim.batchId}::uuid`;
  const wait = Math.max(said.retryAfter, retryDelay((batch?.unknowns ?? 0) + 1, engine.random()));
  await engine.db.$executeRaw`
    UPDATE batches SET status = 'pending', claim_token = NULL, lease_until = NULL, unknowns = unknowns + 1,
      first_unknown_at = coalesce(first_unknown_at, requested_at), answer_code = ${said.code}, answer = ${said.answer},
      available_at = engine_now() + ${wait} * interval '1 millisecond'
    WHERE id = ${claim.batchId}::uuid AND claim_token = ${claim.token}::uuid AND status = 'requested'`;
}

/** Closes a batch with all that is left in it. Only the holder of the claim may say so. */
export async function settleClosed(db: Queryable, claim: Claim, closing: Closing): Promise<void> {
  await db.$executeRaw`
    WITH mine AS (
      SELECT id FROM batches WHERE id = ${claim.batchId}::uuid AND claim_token = ${claim.token}::uuid
        AND status = 'requested' FOR UPDATE
    ), done AS (
      UPDATE deliveries d SET status = ${closing.status}::delivery_status, reason = ${closing.reason}, answer = ${closing.answer},
        settled_at = (SELECT engine_now())
      FROM mine WHERE d.batch_id = mine.id AND d.status = 'pending' RETURNING 1
    ), counted AS (SELECT count(*)::int AS count FROM done)
    UPDATE batches b SET status = 'closed', closed_at = engine_now(), claim_token = NULL, lease_until = NULL, body = NULL,
      rejected = b.rejected + CASE WHEN ${closing.status} = 'rejected' THEN counted.count ELSE 0 END,
      uncertain = b.uncertain + CASE WHEN ${closing.status} = 'uncertain' THEN counted.count ELSE 0 END,
      cancelled = b.cancelled + CASE WHEN ${closing.status} = 'cancelled' THEN counted.count ELSE 0 END,
      answer_code = ${closing.code}, answer = ${closing.answer}
    FROM mine, counted WHERE b.id = mine.id`;
}
