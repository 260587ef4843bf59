import { Prisma } from "@prisma/client";
import type { Engine } from "@/lib/sending/engine";
import { KEY_LIFETIME } from "@/lib/sending/settings";
import { onlyMailing, unheld, withinEnd } from "@/lib/sending/unheld";

/**
 * Claimed five times without a request. Written out, not as a parameter, for the index batches_claimable_idx is built
 * on this very expression.
 */
export const claimedOften = Prisma.sql`(claims >= 5)`;

/**
 * Perhaps it is what kills whoever claims it. It goes when nothing else of any mailing can, and no other like it with it
 * on the same machine, which would die of it too; at the tenth claim it is rejected (reap.ts). Where bytes were stored,
 * it has been past what could kill.
 */
const suspect = Prisma.sql`(${claimedOften} AND first_unknown_at IS NULL)`;
/** Not the sixth: of 20,000 mails whose senders were killed 200 times, some stood beside a death six times. */
export const claimedTooOften = Prisma.sql`(claims >= 10)`;
const aSuspectIsOut = Prisma.sql`EXISTS (
  SELECT 1 FROM batches held WHERE held.status = 'claimed' AND held.claims > 5 AND held.first_unknown_at IS NULL)`;

/** A batch that this claim's token holds until its lease ends. */
export interface Claim {
  batchId: string;
  attemptId: string;
  mailingId: string;
  ownerId: string;
  token: string;
  freezeNumber: number;
  /** An earlier request may have gone out: only its stored bytes may be sent. */
  unknown: boolean;
  /** The token of the look at a halted provider that this claim is for. */
  probe: string | null;
  /** The gate remembers failures or a suspect, so a success is worth telling it. */
  troubled: boolean;
}

/** The look at a shut provider: what it had better not try. */
export interface Probe {
  token: string;
  failedBatchIds: string[];
  suspectId: string | null;
}

export interface ClaimScope {
  mailingId?: string;
  /** The attempt served last: the next in turn comes first, so that a million do not starve ten. */
  after: string;
}

/**
 * Takes up to `count` batches that may be requested now; none where there are none or, without a probe, the gate is
 * shut. With a probe, by preference one that is not among those which failed or of the mailing that was refused.
 */
export async function claimBatches(
  engine: Engine,
  probe: Probe | null,
  scope: ClaimScope,
  count: number,
): Promise<Claim[]> {
  if (probe !== null) return claim(engine, probe, scope, count, Prisma.sql`TRUE`);
  const claims = await claim(engine, null, scope, count, Prisma.sql`NOT ${suspect}`);
  return claims.length > 0
    ? claims
    : claim(engine, null, scope, 1, Prisma.sql`${suspect} AND NOT ${aSuspectIsOut}`);
}

/** @param which condition on a batch */
async function claim(
  engine: Engine,
  probe: Probe | null,
  scope: ClaimScope,
  count: number,
  which: Prisma.Sql,
): Promise<Claim[]> {
  const tokens = Array.from({ length: count }, () => engine.newToken());
  const gate =
    probe === null
      ? Prisma.sql`(SELECT halt_kind IS NULL FROM provider_state WHERE id = 1)`
      : Prisma.sql`TRUE`;
  const avoid = probe === null ? Prisma.empty : Prisma.sql`(id = ANY(${probe.failedBatchIds}::uuid[])), `;
  // A probe is rare and compares the best batch of every attempt; else the first attempts in turn that have some serve.
  const best =
    probe === null
      ? Prisma.empty
      : Prisma.sql`ORDER BY (batch.id = ANY(${probe.failedBatchIds}::uuid[])), (turn.mailing_id = ${probe.suspectId}::uuid) NULLS FIRST`;
  const claims = await engine.db.$queryRaw<Omit<Claim, "probe">[]>`
    WITH taken AS (
      SELECT batch.id, turn.mailing_id, turn.owner_id FROM (
        SELECT a.id, a.mailing_id, a.owner_id FROM attempts a
        JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id
        WHERE ${gate} AND a.status = 'sending' AND a.closing_reason IS NULL AND ${unheld} AND ${withinEnd}
          AND ${onlyMailing(scope.mailingId)}
        ORDER BY (a.id > ${scope.after}::uuid) DESC, a.id
      ) turn CROSS JOIN LATERAL (
        SELECT id FROM batches
        WHERE attempt_id = turn.id AND status = 'pending' AND available_at <= engine_now()
          AND ${mayBeAsked(engine)} AND ${which}
        ORDER BY ${avoid} ${claimedOften}, available_at, seq
        LIMIT ${count} FOR UPDATE SKIP LOCKED
      ) batch ${best} LIMIT ${count}
    ), candidate AS (SELECT *, row_number() OVER () AS n FROM taken)
    UPDATE batches b SET status = 'claimed', claim_token = (${tokens}::uuid[])[candidate.n], claims = claims + 1,
      lease_until = engine_now() + ${engine.settings.lease} * interval '1 millisecond'
    FROM candidate WHERE b.id = candidate.id
    RETURNING b.id AS "batchId", b.attempt_id AS "attemptId", candidate.mailing_id AS "mailingId",
      candidate.owner_id AS "ownerId", b.claim_token AS token, b.freeze_number AS "freezeNumber",
      b.first_unknown_at IS NOT NULL AS unknown,
      (SELECT failures > 0 OR suspect_id IS NOT NULL FROM provider_state WHERE id = 1) AS troubled`;
  return claims.map((claim) => ({ ...claim, probe: probe?.token ?? null }));
}

/**
 * Of an unknown outcome only the provider that may know it is asked, and only while it remembers the key. What
 * has been claimed too often without a request is left to reap.ts.
 */
function mayBeAsked(engine: Engine): Prisma.Sql {
  return Prisma.sql`((first_unknown_at IS NULL AND NOT ${claimedTooOften}) OR (provider_fingerprint = ${engine.provider.fingerprint}
    AND first_unknown_at > engine_now() - ${KEY_LIFETIME} * interval '1 millisecond'))`;
}

/** Gives a claim back without a request: it costs the batch nothing. False where it was no longer held. */
export async function releaseClaim(engine: Engine, claim: Claim): Promise<boolean> {
  const released = await engine.db.$executeRaw`
    UPDATE batches SET status = 'pending', claim_token = NULL, lease_until = NULL, claims = greatest(claims - 1, 0)
    WHERE id = ${claim.batchId}::uuid AND claim_token = ${claim.token}::uuid AND status = 'claimed'`;
  return released === 1;
}

/** Milliseconds until the next batch may be claimed, 0 when one may now, null when none is to come. */
export async function nextClaimIn(engine: Engine, mailingId?: string): Promise<number | null> {
  const [row] = await engine.db.$queryRaw<{ wait: number | null }[]>`
    SELECT (extract(epoch FROM min(b.available_at) - engine_now()) * 1000)::float AS wait
    FROM attempts a JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id
    CROSS JOIN LATERAL (
      SELECT available_at FROM batches
      WHERE attempt_id = a.id AND status = 'pending'
        AND ${mayBeAsked(engine)} AND NOT (${suspect} AND ${aSuspectIsOut})
      ORDER BY available_at LIMIT 1) b
    WHERE a.status = 'sending' AND a.closing_reason IS NULL AND ${unheld} AND ${withinEnd} AND ${onlyMailing(mailingId)}`;
  return row?.wait === null || row === undefined ? null : Math.max(0, row.wait);
}
