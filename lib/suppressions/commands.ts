import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { readUnsubscribeToken } from "@/lib/sending/unsubscribe-token";

export interface Unsubscription {
  email: string;
  ownerName: string;
  /** The address was suppressed before. */
  already: boolean;
}

/** What an unsubscribe link is about; changes nothing. Null for a token that this application did not sign. */
export async function readUnsubscribe(token: string): Promise<Unsubscription | null> {
  const deliveryId = readUnsubscribeToken(token, secrets());
  if (deliveryId === null) return null;
  const [row] = await database().$queryRaw<Unsubscription[]>`
    SELECT d.address AS email, coalesce(nullif(u.sender_name, ''), u.name) AS "ownerName",
      EXISTS (SELECT 1 FROM suppressions s WHERE s.owner_id = a.owner_id AND s.email = d.address AND s.lifted_at IS NULL) AS already
    FROM deliveries d JOIN attempts a ON a.id = d.attempt_id JOIN users u ON u.id = a.owner_id
    WHERE d.id = ${deliveryId}::uuid`;
  return row ?? null;
}

/** Suppresses the link's address for its owner, at once and as often as asked. */
export async function unsubscribe(
  token: string,
): Promise<({ ok: true } & Unsubscription) | { ok: false; code: "invalid_token" }> {
  const found = await readUnsubscribe(token);
  const deliveryId = readUnsubscribeToken(token, secrets());
  if (found === null || deliveryId === null) return { ok: false, code: "invalid_token" };
  await database().$executeRaw`
    INSERT INTO suppressions (owner_id, email, reason, delivery_id, created_at)
    SELECT a.owner_id, d.address, 'unsubscribed', d.id, engine_now()
    FROM deliveries d JOIN attempts a ON a.id = d.attempt_id WHERE d.id = ${deliveryId}::uuid
    ON CONFLICT (owner_id, email) WHERE lifted_at IS NULL DO NOTHING`;
  return { ok: true, ...found };
}

function secrets(): string[] {
  const { UNSUBSCRIBE_SECRET, UNSUBSCRIBE_SECRET_PREVIOUS } = env();
  return UNSUBSCRIBE_SECRET_PREVIOUS === undefined
    ? [UNSUBSCRIBE_SECRET]
    : [UNSUBSCRIBE_SECRET, UNSUBSCRIBE_SECRET_PREVIOUS];
}
