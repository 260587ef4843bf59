import { deliveryToken, readDeliveryToken } from "@/lib/sending/delivery-token";

/** The token of the link that shows an email in the browser; it unsubscribes nobody. */
export function viewToken(deliveryId: string, secret: string): string {
  return deliveryToken("view", deliveryId, secret);
}

/** The delivery that such a link shows; null for a token that none of the secrets signed. */
export function readViewToken(token: string, secrets: readonly string[]): string | null {
  return readDeliveryToken("view", token, secrets);
}
