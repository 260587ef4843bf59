import type { Queryable } from "@/lib/db";
import { isErased } from "@/lib/sending/erased-address";

/** What brings a suppression about by itself; "manual" is a person's. */
export type SuppressionCause = "unsubscribed" | "complained" | "bounced";

export interface Suppressed {
  ownerId: string;
  /** False where the address was suppressed for a reason as strong before. */
  changed: boolean;
}

/**
 * Suppresses a delivery's address for its owner, as often as asked. What the recipient said (unsubscribed,
 * complained) takes the place of bounced or manual, which somebody may lift for a reason of their own; never
 * the other way round. One of the same reason that nobody's email has caused yet, as of a file, is from here on this one's.
 * Null when there is no such delivery, or its person was erased: the lock keeps the address from being
 * erased between the look at it and the writing.
 */
export async function suppressAddressOf(
  db: Queryable,
  deliveryId: string,
  cause: SuppressionCause,
): Promise<Suppressed | null> {
  const [suppressed] = await db.$queryRaw<Suppressed[]>`
    WITH said AS (
      SELECT a.owner_id, d.address, d.id FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
      WHERE d.id = ${deliveryId}::uuid AND NOT ${isErased} FOR SHARE OF d
    ), written AS (
      INSERT INTO suppressions (owner_id, email, reason, delivery_id, created_at)
      SELECT owner_id, address, ${cause}::suppression_reason, id, engine_now() FROM said
      ON CONFLICT (owner_id, email) WHERE lifted_at IS NULL
        DO UPDATE SET reason = excluded.reason, delivery_id = excluded.delivery_id,
          created_at = CASE WHEN suppressions.reason = excluded.reason THEN suppressions.created_at
            ELSE excluded.created_at END
        WHERE (suppressions.reason IN ('bounced', 'manual') AND excluded.reason IN ('unsubscribed', 'complained'))
          OR (suppressions.reason = excluded.reason AND suppressions.delivery_id IS NULL)
      RETURNING 1
    )
    SELECT owner_id AS "ownerId", EXISTS (SELECT 1 FROM written) AS changed FROM said`;
  return suppressed ?? null;
}
