import { env } from "@/lib/env";
import { readUnsubscribeToken } from "@/lib/sending/unsubscribe-token";

/** The delivery that an unsubscribe link belongs to; null for a token that this application did not sign. */
export function linkedDelivery(token: string): string | null {
  const { UNSUBSCRIBE_SECRET, UNSUBSCRIBE_SECRET_PREVIOUS: previous } = env();
  const secrets = previous === undefined ? [UNSUBSCRIBE_SECRET] : [UNSUBSCRIBE_SECRET, previous];
  return readUnsubscribeToken(token, secrets);
}
