import { claimedOften } from "@/lib/sending/claim";
import type { Engine } from "@/lib/sending/engine";
import { KEY_LIFETIME } from "@/lib/sending/settings";

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
      WHERE a.status IN ('planning', 'sending') AND b.status = 'pending' AND ${claimedOften} AND b.claims > 5
        AND b.first_unknown_at IS NULL
      FOR UPDATE OF b SKIP LOCKED
    ), done AS (
      UPDATE deliveries d SET status = 'rejected', reason = 'undispatchable', settled_at = engine_now()
      FROM bad WHERE d.batch_id = bad.id AND d.status = 'pending' RETURNING d.batch_id
    )
    UPDATE batches b SET status = 'closed', closed_at = engine_now(), body = NULL,
      rejected = b.rejected + (SELECT count(*)::int FROM done WHERE done.batch_id = b.id)
    FROM bad WHERE b.id = bad.id`;
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
      FOR UPDATE SKIP LOCKED
    ), done AS (
      UPDATE deliveries d SET status = 'uncertain', reason = 'unknown_too_long', settled_at = engine_now()
      FROM old WHERE d.batch_id = old.id AND d.status = 'pending' RETURNING d.batch_id
    )
    UPDATE batches b SET status = 'closed', closed_at = engine_now(), claim_token = NULL, lease_until = NULL, body = NULL,
      uncertain = b.uncertain + (SELECT count(*)::int FROM done WHERE done.batch_id = b.id)
    FROM old WHERE b.id = old.id`;
}
