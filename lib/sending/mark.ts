import { Prisma } from "@prisma/client";
import type { Claim } from "@/lib/sending/claim";
import type { Engine } from "@/lib/sending/engine";
import type { Frozen } from "@/lib/sending/freeze";
import { gotMeanwhile } from "@/lib/sending/got-before";
import { acceptedBefore } from "@/lib/sending/retriable";
import { KEY_LIFETIME } from "@/lib/sending/settings";
import { unheld, withinEnd } from "@/lib/sending/unheld";

/**
 * Writes down that the request goes out now and what it says, if everything still allows it. No row: no request.
 * A hold, an end, a shut gate or an unsubscription that was committed before this statement is obeyed;
 * one that comes after it finds the request on the wire. Suppressions are looked up by address, not by their
 * time: what began before the freeze may have been committed after it.
 */
export async function markRequested(engine: Engine, claim: Claim, frozen: Frozen): Promise<boolean> {
  const begun = performance.now();
  const { toStore, bodyHash } = frozen;
  const stored =
    toStore === null
      ? Prisma.empty
      : Prisma.sql`body = ${toStore}, body_hash = ${bodyHash}, freeze_number = b.freeze_number + 1,`;
  const sameBytes =
    toStore === null
      ? Prisma.sql`b.body_hash = ${bodyHash}`
      : Prisma.sql`b.first_unknown_at IS NULL AND b.freeze_number = ${claim.freezeNumber}`;
  const marked = await engine.db.$executeRaw`
    UPDATE batches b SET ${stored} status = 'requested', requested_at = engine_now(), requests = b.requests + 1, claims = 0,
      lease_until = engine_now() + ${engine.settings.lease} * interval '1 millisecond',
      provider_fingerprint = ${engine.provider.fingerprint}
    FROM attempts a, mailings m, users u, provider_state s
    WHERE b.id = ${claim.batchId}::uuid AND b.claim_token = ${claim.token}::uuid AND b.status = 'claimed'
      AND ${sameBytes} AND b.lease_until > engine_now()
      AND a.id = b.attempt_id AND a.status = 'sending' AND a.closing_reason IS NULL
      AND m.id = a.mailing_id AND u.id = m.owner_id AND ${unheld} AND ${withinEnd}
      AND s.id = 1 AND (s.halt_kind IS NULL OR s.probe_token = ${claim.probe}::uuid)
      AND (b.first_unknown_at IS NULL
        OR (b.first_unknown_at > engine_now() - ${KEY_LIFETIME} * interval '1 millisecond'
          AND b.provider_fingerprint = ${engine.provider.fingerprint}))
      AND (b.first_unknown_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM deliveries d JOIN suppressions p ON p.owner_id = a.owner_id AND p.email = d.address
        WHERE d.batch_id = b.id AND d.status = 'pending' AND p.lifted_at IS NULL))
      AND (b.first_unknown_at IS NOT NULL OR a.kind <> 'retry' OR NOT EXISTS (
        SELECT 1 FROM deliveries d WHERE d.batch_id = b.id AND d.status = 'pending' AND ${acceptedBefore}))
      AND (b.first_unknown_at IS NOT NULL OR NOT m.except_got_before OR NOT EXISTS (
        SELECT 1 FROM deliveries d WHERE d.batch_id = b.id AND d.status = 'pending' AND ${gotMeanwhile(claim.attemptId)}))`;
  if (marked === 0) return false;
  // A statement that waited long has used up the lease that it wrote: better to ask again than to outlive it.
  if (performance.now() - begun < engine.settings.lease - engine.settings.httpTimeout) return true;
  await engine.db.$executeRaw`
    UPDATE batches SET status = 'pending', claim_token = NULL, lease_until = NULL, requests = requests - 1
    WHERE id = ${claim.batchId}::uuid AND claim_token = ${claim.token}::uuid AND status = 'requested'`;
  return false;
}
