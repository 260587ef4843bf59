import { deliveryToken, readDeliveryToken } from "@/lib/sending/delivery-token";

/** The token in every mail's unsubscribe links. */
export function unsubscribeToken(deliveryId: string, secret: string): string {
  return deliveryToken("unsubscribe", deliveryId, secret);
}

/** The delivery that an unsubscribe link belongs to; null for a token that none of the secrets signed. */
export function readUnsubscribeToken(token: string, secrets: readonly string[]): string | null {
  return readDeliveryToken("unsubscribe", token, secrets);
}
