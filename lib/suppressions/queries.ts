import { database } from "@/lib/db";
import { linkedDelivery } from "@/lib/suppressions/linked-delivery";

export interface Unsubscription {
  email: string;
  ownerName: string;
  /** The recipient said so before. Suppressed for another reason, the address can still be unsubscribed. */
  already: boolean;
}

/** What an unsubscribe link is about; changes nothing. Null for a token that this application did not sign. */
export async function readUnsubscribe(token: string): Promise<Unsubscription | null> {
  const deliveryId = linkedDelivery(token);
  if (deliveryId === null) return null;
  const [row] = await database().$queryRaw<Unsubscription[]>`
    SELECT d.address AS email, coalesce(nullif(u.sender_name, ''), u.name) AS "ownerName",
      EXISTS (SELECT 1 FROM suppressions s WHERE s.owner_id = a.owner_id AND s.email = d.address
        AND s.lifted_at IS NULL AND s.reason IN ('unsubscribed', 'complained')) AS already
    FROM deliveries d JOIN attempts a ON a.id = d.attempt_id JOIN users u ON u.id = a.owner_id
    WHERE d.id = ${deliveryId}::uuid`;
  return row ?? null;
}
