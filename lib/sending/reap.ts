import { claimedOften, claimedTooOften } from "@/lib/sending/claim";
import type { Engine } from "@/lib/sending/engine";
import { KEY_LIFETIME } from "@/lib/sending/settings";

/** Closed by one statement; what is left the next pass closes, a second later. */
const BATCHES_AT_ONCE = 200;

/** Puts right what a dead holder left: leases that ended, and outcomes that can no longer be asked for. */
export async function reap(engine: Engine): Promise<void> {
  await reapClaimed(engine);
  await rejectUndispatchable(engine);
  await reapRequested(engine);
  await giveUpUnknown(engine);
}

/** Claimed and never marked: nothing was requested. */
async function reapClaimed(engine: Engine): Promise<void> {
  await engine.db.$executeRaw`
    UPDATE batches SET status = 'pending', claim_token = NULL, lease_until = NULL, available_at = engine_now()
    WHERE id IN (SELECT id FROM batches WHERE status = 'claimed' AND lease_until <= engine_now() FOR UPDATE SKIP LOCKED)`;
}

/** A batch whose claims always die before the request would take every worker down in turn. */
async function rejectUndispatchable(engine: Engine): Promise<void> {
  await engine.db.$executeRaw`
    WITH bad AS (
      SELECT b.id FROM attempts a JOIN batches b ON b.attempt_id = a.id
      WHERE a.status IN ('planning', 'sending') AND b.status = 'pending' AND ${claimedOften} AND ${claimedTooOften}
        AND b.first_unknown_at IS NULL
      LIMIT ${BATCHES_AT_ONCE} FOR UPDATE OF b SKIP LOCKED
    ), done AS (
      UPDATE deliveries d SET status = 'rejected', reason = 'undispatchable', settled_at = (SELECT engine_now())
      FROM bad WHERE d.batch_id = bad.id AND d.status = 'pending' RETURNING d.batch_id
    ), counted AS (SELECT batch_id, count(*)::int AS count FROM done GROUP BY batch_id)
    UPDATE batches b SET status = 'closed', closed_at = engine_now(), body = NULL,
      rejected = b.rejected + coalesce(counted.count, 0)
    FROM bad LEFT JOIN counted ON counted.batch_id = bad.id WHERE b.id = bad.id`;
}

/** Marked, and nobody came back: the request may have gone out. */
async function reapRequested(engine: Engine): Promise<void> {
  await engine.db.$executeRaw`
    UPDATE batches SET status = 'pending', claim_token = NULL, lease_until = NULL, available_at = engine_now(),
      unknowns = unknowns + 1, first_unknown_at = coalesce(first_unknown_at, requested_at), answer_code = 'holder_lost'
    WHERE id IN (SELECT id FROM batches WHERE status = 'requested' AND lease_until <= engine_now() FOR UPDATE SKIP LOCKED)`;
}

/** The provider is about to forget the key: asking again could send twice. */
async function giveUpUnknown(engine: Engine): Promise<void> {
  await engine.db.$executeRaw`
    WITH old AS (
      SELECT id FROM batches WHERE status IN ('pending', 'claimed') AND first_unknown_at IS NOT NULL
        AND first_unknown_at <= engine_now() - ${KEY_LIFETIME} * interval '1 millisecond'
      LIMIT ${BATCHES_AT_ONCE} FOR UPDATE SKIP LOCKED
    ), done AS (
      UPDATE deliveries d SET status = 'uncertain', reason = 'unknown_too_long', settled_at = (SELECT engine_now())
      FROM old WHERE d.batch_id = old.id AND d.status = 'pending' RETURNING d.batch_id
    ), counted AS (SELECT batch_id, count(*)::int AS count FROM done GROUP BY batch_id)
    UPDATE batches b SET status = 'closed', closed_at = engine_now(), claim_token = NULL, lease_until = NULL, body = NULL,
      uncertain = b.uncertain + coalesce(counted.count, 0)
    FROM old LEFT JOIN counted ON counted.batch_id = old.id WHERE b.id = old.id`;
}
