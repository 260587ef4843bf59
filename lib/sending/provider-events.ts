import { z } from "zod";
import type { Database, Queryable } from "@/lib/db";
import { proveAccepted } from "@/lib/sending/prove-accepted";
import { DELIVERY_TAG } from "@/lib/sending/render";

/** What Posthorn reads of a provider's webhook; types it does not know are stored and change nothing. */
export const providerEvent = z.object({
  type: z.string().max(100),
  created_at: z
    .string()
    .transform((text) => new Date(text))
    .refine((instant) => !Number.isNaN(instant.getTime())),
  data: z.object({
    email_id: z.string().max(200).optional(),
    tags: z
      .union([z.record(z.string(), z.string()), z.array(z.object({ name: z.string(), value: z.string() }))])
      .optional(),
    bounce: z.object({ type: z.string().optional(), message: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
  }),
});

export type ProviderEvent = z.output<typeof providerEvent>;

/** Later news of a delivery by rank: events come in no promised order, and a fate never goes backwards. */
const FATES: Readonly<Record<string, { fate: string; rank: number }>> = {
  "email.delivery_delayed": { fate: "delayed", rank: 1 },
  "email.delivered": { fate: "delivered", rank: 2 },
  "email.failed": { fate: "failed", rank: 3 },
  "email.suppressed": { fate: "suppressed", rank: 3 },
  "email.bounced": { fate: "bounced", rank: 3 },
  "email.complained": { fate: "complained", rank: 4 },
};
const FATES_BY_RANK = ["delayed", "delivered", "failed", "suppressed", "bounced", "complained"];
const RANKS = FATES_BY_RANK.map(
  (fate) => Object.values(FATES).find((known) => known.fate === fate)?.rank ?? 0,
);
const LONGEST_DETAIL = 500;
const deliveryId = z.uuid();

/**
 * Records an event once and lets it take effect: proof that a delivery was accepted, its fate, a suppression.
 *
 * @param eventId the webhook's own id: the same event delivered twice is one
 * @returns "recorded", or "known" for a repetition
 */
export async function recordProviderEvent(
  db: Database,
  eventId: string,
  event: ProviderEvent,
): Promise<"recorded" | "known"> {
  const id = taggedDelivery(event);
  return db.$transaction(async (tx) => {
    const inserted = await tx.$executeRaw`
      INSERT INTO provider_events (id, type, delivery_id, provider_email_id, detail, occurred_at)
      VALUES (${eventId}, ${event.type}, ${id}::uuid, ${event.data.email_id ?? null},
        ${JSON.stringify({ bounce: event.data.bounce, failed: event.data.failed })}::jsonb, ${event.created_at}::timestamptz)
      ON CONFLICT (id) DO NOTHING`;
    if (inserted === 0) return "known";
    if (id === null) return "recorded";
    await proveByEvent(tx, id, event.data.email_id);
    await setFate(tx, id, event);
    await suppressLasting(tx, id, event);
    return "recorded";
  });
}

function taggedDelivery(event: ProviderEvent): string | null {
  const { tags } = event.data;
  const value = Array.isArray(tags)
    ? tags.find(({ name }) => name === DELIVERY_TAG)?.value
    : tags?.[DELIVERY_TAG];
  return deliveryId.safeParse(value).data ?? null;
}

/** The provider speaks of this mail, so it took it: what was unknown or uncertain is accepted. */
async function proveByEvent(tx: Queryable, id: string, providerId: string | undefined): Promise<void> {
  const [delivery] = await tx.$queryRaw<{ attemptId: string }[]>`
    SELECT attempt_id AS "attemptId" FROM deliveries WHERE id = ${id}::uuid AND status IN ('pending', 'uncertain')`;
  if (delivery === undefined || providerId === undefined) return;
  await proveAccepted(tx, delivery.attemptId, [{ deliveryId: id, providerId }]);
}

async function setFate(tx: Queryable, id: string, event: ProviderEvent): Promise<void> {
  const opened = event.type === "email.opened" || event.type === "email.clicked";
  if (opened) {
    await tx.$executeRaw`
      UPDATE deliveries SET opened_at = coalesce(opened_at, ${event.created_at}::timestamptz),
        clicked_at = CASE WHEN ${event.type} = 'email.clicked' THEN coalesce(clicked_at, ${event.created_at}::timestamptz) ELSE clicked_at END
      WHERE id = ${id}::uuid`;
    return;
  }
  const said = FATES[event.type];
  if (said === undefined) return;
  const detail = (event.data.bounce?.message ?? event.data.failed?.reason ?? "").slice(0, LONGEST_DETAIL);
  await tx.$executeRaw`
    UPDATE deliveries SET fate = ${said.fate}::delivery_fate, fate_at = ${event.created_at}::timestamptz, fate_detail = nullif(${detail}, '')
    WHERE id = ${id}::uuid AND ${said.rank} >
      coalesce((${RANKS}::int[])[array_position(${FATES_BY_RANK}::text[], fate::text)], 0)`;
}

/** Only what lasts: a full mailbox is another day's matter. */
async function suppressLasting(tx: Queryable, id: string, event: ProviderEvent): Promise<void> {
  const bounced = event.type === "email.bounced" && event.data.bounce?.type?.toLowerCase() === "permanent";
  const complained = event.type === "email.complained";
  if (!bounced && !complained) return;
  await tx.$executeRaw`
    INSERT INTO suppressions (owner_id, email, reason, delivery_id, created_at)
    SELECT a.owner_id, d.address, ${complained ? "complained" : "bounced"}::suppression_reason, d.id, engine_now()
    FROM deliveries d JOIN attempts a ON a.id = d.attempt_id WHERE d.id = ${id}::uuid
    ON CONFLICT (owner_id, email) WHERE lifted_at IS NULL DO NOTHING`;
}
