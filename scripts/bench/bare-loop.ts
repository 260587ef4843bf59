import { Resend } from "resend";
import { DEFAULT_SETTINGS } from "@/lib/sending/settings";

/** A request as the engine made it. */
export interface Prepared {
  readonly body: Uint8Array;
  readonly idempotencyKey: string;
}

/**
 * The yardstick: what one would write without a ledger, the SDK and a loop that posts bodies which are ready, with as
 * many requests in flight as the engine has.
 */
export async function postAll(baseUrl: string, bodies: readonly Prepared[]): Promise<void> {
  const resend = new Resend("re_bench", { baseUrl });
  const waiting = [...bodies];
  const post = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      // The SDK's own post; a body among its options takes the place of one that it would write.
      const { error } = await resend.post("/emails/batch", null, next);
      if (error !== null) throw new Error(`the provider of the benchmark did not accept: ${error.message}`);
    }
  };
  await Promise.all(Array.from({ length: DEFAULT_SETTINGS.inFlight }, post));
}
