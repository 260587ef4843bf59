import type { Queryable } from "@/lib/db";
import type { SuppressionReason } from "@/lib/recipients/schema";

export interface ImportedSuppression {
  email: string;
  reason: SuppressionReason;
  /** The words of the file. */
  note: string;
}

/**
 * Suppresses the people of a file who may receive nothing, as often as it is imported. As everywhere, what the person
 * said (unsubscribed, complained) takes the place of bounced or manual, and never the other way round. In the order of
 * the addresses: two imports of one owner would wait for each other.
 */
export async function suppressImported(
  tx: Queryable,
  ownerId: string,
  people: readonly ImportedSuppression[],
): Promise<void> {
  if (people.length === 0) return;
  await tx.$executeRaw`
    WITH said AS (
      SELECT DISTINCT ON (email COLLATE "C") email, reason::suppression_reason AS reason, note
      FROM unnest(${people.map(({ email }) => email)}::text[], ${people.map(({ reason }) => reason)}::text[],
        ${people.map(({ note }) => note)}::text[]) WITH ORDINALITY people (email, reason, note, number)
      ORDER BY email COLLATE "C", array_position(ARRAY['complained', 'unsubscribed', 'bounced', 'manual'], reason), number
    )
    INSERT INTO suppressions (owner_id, email, reason, note, created_at)
    SELECT ${ownerId}::uuid, email, reason, note, engine_now() FROM said ORDER BY email COLLATE "C"
    ON CONFLICT (owner_id, email) WHERE lifted_at IS NULL
      DO UPDATE SET reason = excluded.reason, note = excluded.note, delivery_id = NULL, created_at = excluded.created_at
      WHERE suppressions.reason IN ('bounced', 'manual') AND excluded.reason IN ('unsubscribed', 'complained')`;
}
