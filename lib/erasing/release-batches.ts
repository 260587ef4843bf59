import type { Queryable } from "@/lib/db";
import { isErased } from "@/lib/sending/erased-address";

/**
 * Takes erased people out of batches of which nothing can have gone out: their deliveries are skipped, the stored body goes,
 * and whoever has claimed one loses it before the request, as if the lease had ended. Batches that are closed stay as they
 * are. The batches must be locked.
 */
export async function releaseBatches(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    WITH done AS (
      UPDATE deliveries d SET status = 'skipped', reason = 'erased', settled_at = (SELECT engine_now())
      WHERE d.batch_id = ANY(${[...ids]}::uuid[]) AND d.status = 'pending' AND ${isErased} RETURNING d.batch_id
    ), counted AS (
      SELECT b.id, (SELECT count(*)::int FROM done WHERE done.batch_id = b.id) AS count
      FROM batches b WHERE b.id = ANY(${[...ids]}::uuid[]) AND b.status IN ('pending', 'claimed') AND b.first_unknown_at IS NULL
    ), summed AS (
      SELECT b.id, counted.count,
        b.size = b.accepted + b.rejected + b.skipped + b.cancelled + b.uncertain + counted.count AS spent
      FROM counted JOIN batches b ON b.id = counted.id
    )
    UPDATE batches b SET skipped = b.skipped + summed.count, body = NULL, claim_token = NULL, lease_until = NULL,
      claims = CASE WHEN b.status = 'claimed' THEN greatest(b.claims - 1, 0) ELSE b.claims END,
      status = CASE WHEN summed.spent THEN 'closed' ELSE 'pending' END::batch_status,
      closed_at = CASE WHEN summed.spent THEN engine_now() END
    FROM summed WHERE b.id = summed.id`;
}
