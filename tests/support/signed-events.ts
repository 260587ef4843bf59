import { createHmac, randomUUID } from "node:crypto";
import { POST } from "@/app/api/webhooks/resend/route";
import { forgetEnv } from "@/lib/env";

const KEY = Buffer.from("webhook-secret-of-the-tests");

/** Lets the webhook of this process believe the events below. */
export function believeSignedEvents(): void {
  process.env.RESEND_WEBHOOK_SECRET = `whsec_${KEY.toString("base64")}`;
  forgetEnv();
}

export function believeNobody(): void {
  delete process.env.RESEND_WEBHOOK_SECRET;
  forgetEnv();
}

export interface SignedEvent {
  type: string;
  /** The webhook's own; the same one twice is one event. */
  id?: string;
  at: Date;
  data: object;
}

/** Brings an event to the webhook, signed as the provider signs. */
export function postEvent({ type, id = `msg_${randomUUID()}`, at, data }: SignedEvent): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const payload = JSON.stringify({ type, created_at: at.toISOString(), data });
  const signature = createHmac("sha256", KEY).update(`${id}.${timestamp}.${payload}`).digest("base64");
  return POST(
    new Request("http://posthorn.test/api/webhooks/resend", {
      method: "POST",
      headers: { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` },
      body: payload,
    }),
  );
}
