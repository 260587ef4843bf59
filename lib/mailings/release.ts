import type { Queryable } from "@/lib/db";
import { unheld } from "@/lib/sending/unheld";

/**
 * What follows the release of a hold: where a later occurrence is due by now, the remainder of the attempt
 * that the hold froze is closed as superseded, and the latest runs. While another hold stays, nothing.
 * Must run in the transaction that lifts the hold, with the mailing's row locked.
 */
export async function supersedeRemainder(tx: Queryable, mailingId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE attempts a SET closing_reason = 'superseded' FROM mailings m JOIN users u ON u.id = m.owner_id
    WHERE m.id = ${mailingId}::uuid AND a.mailing_id = m.id AND a.status IN ('planning', 'sending')
      AND a.closing_reason IS NULL AND m.next_run_at <= engine_now() AND ${unheld}`;
}

/**
 * The same for every mailing of a person who was held as its owner: unblocked, or given a role that owns
 * mailings. Must run in the transaction that does it.
 */
export async function releaseOwner(tx: Queryable, ownerId: string): Promise<void> {
  const frozen = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM mailings m
    WHERE m.owner_id = ${ownerId}::uuid AND m.next_run_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM attempts a WHERE a.mailing_id = m.id AND a.status IN ('planning', 'sending'))
    ORDER BY m.id FOR NO KEY UPDATE`;
  for (const { id } of frozen) await supersedeRemainder(tx, id);
}
