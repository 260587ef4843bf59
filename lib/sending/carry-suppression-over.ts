import type { Queryable } from "@/lib/db";

/**
 * Suppresses the new address of a recipient for what the person said of the old one, or its owner did by hand. That the
 * old address bounced says nothing of another. The note keeps both addresses; the old one stays suppressed.
 * @returns whether the new address was not suppressed for a reason as strong before
 */
export async function carrySuppressionOver(
  tx: Queryable,
  { ownerId, from, to }: { ownerId: string; from: string; to: string },
): Promise<boolean> {
  const change = `${from} → ${to}`;
  const count = await tx.$executeRaw`
    INSERT INTO suppressions (owner_id, email, reason, note, delivery_id, created_at)
    SELECT owner_id, ${to}, reason, CASE note WHEN '' THEN ${change} ELSE note || ' (' || ${change} || ')' END,
      delivery_id, engine_now()
    FROM suppressions WHERE owner_id = ${ownerId}::uuid AND email = ${from} AND lifted_at IS NULL
      AND reason IN ('unsubscribed', 'complained', 'manual')
    ON CONFLICT (owner_id, email) WHERE lifted_at IS NULL
      DO UPDATE SET reason = excluded.reason, note = excluded.note, delivery_id = excluded.delivery_id,
        created_at = excluded.created_at
      WHERE suppressions.reason IN ('bounced', 'manual') AND excluded.reason IN ('unsubscribed', 'complained')`;
  return count > 0;
}

/**
 * Locks the recipient of a delivery, so that their address changes before or after what follows and not meanwhile.
 * @returns who they are today; null where they are deleted or somebody else's
 */
export async function lockRecipientOf(
  tx: Queryable,
  deliveryId: string,
): Promise<{ ownerId: string; from: string; to: string } | null> {
  const [found] = await tx.$queryRaw<{ ownerId: string; from: string; to: string }[]>`
    SELECT r.owner_id AS "ownerId", d.address AS "from", r.email AS "to"
    FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
    JOIN recipients r ON r.id = d.recipient_id AND r.owner_id = a.owner_id
    WHERE d.id = ${deliveryId}::uuid FOR NO KEY UPDATE OF r`;
  return found ?? null;
}
