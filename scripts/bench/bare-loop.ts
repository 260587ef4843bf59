import { Resend } from "resend";
import { z } from "zod";
import { DEFAULT_SETTINGS } from "@/lib/sending/settings";

/** A request as the engine made it. */
export interface Prepared {
  readonly body: Uint8Array;
  readonly idempotencyKey: string;
}

/**
 * The yardstick: what one would write without a ledger, the SDK and a loop, with as many requests in flight as the
 * engine has. The mails are parsed before anything is posted.
 */
export async function postAll(baseUrl: string, bodies: readonly Prepared[]): Promise<void> {
  const resend = new Resend("re_bench", { baseUrl });
  const waiting = bodies.map(({ body, idempotencyKey }) => ({
    mails: z.array(z.unknown()).parse(JSON.parse(Buffer.from(body).toString("utf8"))),
    idempotencyKey,
  }));
  const post = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { idempotencyKey } = next;
      const { error } = await resend.post("/emails/batch", next.mails, { idempotencyKey });
      if (error !== null) throw new Error(`the provider of the benchmark did not accept: ${error.message}`);
    }
  };
  await Promise.all(Array.from({ length: DEFAULT_SETTINGS.inFlight }, post));
}
