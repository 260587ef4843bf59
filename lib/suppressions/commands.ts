import { database } from "@/lib/db";
import { suppressAddressOf } from "@/lib/sending/suppress";
import { linkedDelivery } from "@/lib/suppressions/linked-delivery";

/** `ownerId` is for the cache's tags and stays on the server: links say nothing of accounts. */
export type UnsubscribeAnswer = { ok: true; ownerId: string } | { ok: false; code: "invalid_token" };

/** Unsubscribes the link's address from its owner's mailings, at once and as often as asked. */
export async function unsubscribe(token: string): Promise<UnsubscribeAnswer> {
  const deliveryId = linkedDelivery(token);
  const suppressed =
    deliveryId === null ? null : await suppressAddressOf(database(), deliveryId, "unsubscribed");
  return suppressed === null
    ? { ok: false, code: "invalid_token" }
    : { ok: true, ownerId: suppressed.ownerId };
}
