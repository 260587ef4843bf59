import type { Queryable } from "@/lib/db";
import type { Claim } from "@/lib/sending/claim";
import type { Engine } from "@/lib/sending/engine";
import { protectMailing } from "@/lib/sending/gate";
import { REFUSED_BATCHES_BEFORE_HOLD } from "@/lib/sending/settings";
import { settleClosed } from "@/lib/sending/settle";

/**
 * The body was refused and so never taken: two halves go on as batches of their own with new keys, down to
 * the one address that is bad, which is rejected with the provider's words.
 *
 * @param unknownToo whether the refusal also proves that earlier requests of unknown outcome were not taken
 */
export async function splitOrReject(
  engine: Engine,
  claim: Claim,
  said: { code: string; answer: string; unknownToo: boolean },
): Promise<void> {
  const rejected = await engine.db.$transaction(async (tx) => {
    const pending = await lockPending(tx, claim, said.unknownToo);
    if (pending.length === 0) return false;
    if (pending.length === 1) {
      await settleClosed(tx, claim, {
        status: "rejected",
        reason: "refused",
        code: said.code,
        answer: said.answer,
      });
      return true;
    }
    const middle = Math.ceil(pending.length / 2);
    await moveInto(tx, claim, pending.slice(0, middle), said);
    await moveInto(tx, claim, pending.slice(middle), said);
    await closeParent(tx, claim, pending.length, said);
    return false;
  });
  if (rejected) await holdWhenAllRefused(engine, claim, said.answer);
}

async function lockPending(tx: Queryable, claim: Claim, unknownToo: boolean): Promise<string[]> {
  const mine = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM batches WHERE id = ${claim.batchId}::uuid AND claim_token = ${claim.token}::uuid AND status = 'requested'
      AND (${unknownToo} OR first_unknown_at IS NULL) FOR UPDATE`;
  if (mine.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM deliveries WHERE batch_id = ${claim.batchId}::uuid AND status = 'pending' ORDER BY position FOR UPDATE`;
  return rows.map((row) => row.id);
}

/** A half keeps its parent's place in the queue, so that a message nobody takes is found out by its first batches. */
async function moveInto(
  tx: Queryable,
  claim: Claim,
  deliveryIds: string[],
  said: { code: string; answer: string },
): Promise<void> {
  await tx.$executeRaw`
    WITH half AS (
      INSERT INTO batches (attempt_id, seq, split_of_id, size, available_at, answer_code, answer)
      SELECT attempt_id, seq, id, ${deliveryIds.length}::int, available_at, ${said.code}, ${said.answer}
      FROM batches WHERE id = ${claim.batchId}::uuid
      RETURNING id
    )
    UPDATE deliveries d SET batch_id = half.id FROM half WHERE d.id = ANY(${deliveryIds}::uuid[])`;
}

async function closeParent(
  tx: Queryable,
  claim: Claim,
  moved: number,
  said: { code: string; answer: string },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE batches SET status = 'closed', closed_at = engine_now(), claim_token = NULL, lease_until = NULL, body = NULL,
      size = size - ${moved}::int, answer_code = ${said.code}, answer = ${said.answer}
    WHERE id = ${claim.batchId}::uuid AND claim_token = ${claim.token}::uuid AND status = 'requested'`;
}

/** The first batches refused to the last address, nothing accepted: the fault lies in the message, not in addresses. */
async function holdWhenAllRefused(engine: Engine, claim: Claim, answer: string): Promise<void> {
  const [found] = await engine.db.$queryRaw<{ all: boolean }[]>`
    SELECT NOT EXISTS (SELECT 1 FROM batches WHERE attempt_id = ${claim.attemptId}::uuid AND accepted > 0) AND (
      SELECT count(*) FROM (
        SELECT seq FROM batches WHERE attempt_id = ${claim.attemptId}::uuid
        GROUP BY seq HAVING bool_and(status = 'closed') AND sum(rejected) > 0) refused
    ) >= ${REFUSED_BATCHES_BEFORE_HOLD} AS all`;
  if (found?.all === true) await protectMailing(engine, claim.mailingId, "all_refused", answer);
}
