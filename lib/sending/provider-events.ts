import { Prisma } from "@prisma/client";
import { z } from "zod";
import type { Database, Queryable } from "@/lib/db";
import { isProgram, looksAutomated } from "@/lib/sending/automated";
import { carrySuppressionOver, lockRecipientOf } from "@/lib/sending/carry-suppression-over";
import { isErased } from "@/lib/sending/erased-address";
import { proveAccepted } from "@/lib/sending/prove-accepted";
import { DELIVERY_TAG } from "@/lib/sending/render";
import { beginningOf, isStorable, storableText } from "@/lib/storable-text";
import { clickedLink } from "@/lib/sending/clicked-link";
import { suppressAddressOf } from "@/lib/sending/suppress";

const words = z.string().transform(storableText).nullish().catch(null);
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);
const tag = z.object({ name: z.unknown(), value: z.unknown() }).catch({ name: null, value: null });

/**
 * What Posthorn reads of a provider's webhook; types it does not know are stored and change nothing. A part that is not as
 * it should be is left out, and the event counts without it: refused, it would come again for ever.
 */
export const providerEvent = z.object({
  type: z.string().transform((type) => storableText(beginningOf(type, 100))),
  // An event whose instant cannot be stored took place, and counts as of now.
  created_at: z
    .unknown()
    .optional()
    .transform((said) => {
      const instant = typeof said === "string" ? Date.parse(said) : NaN;
      return instant >= EARLIEST && instant <= LATEST ? new Date(instant) : new Date();
    }),
  data: z.object({
    // One that cannot be stored as it is names no email of ours.
    email_id: z
      .unknown()
      .optional()
      .transform((id) => (typeof id === "string" && id.length <= 200 && isStorable(id) ? id || null : null)),
    tags: z
      .union([z.array(tag), z.record(z.string(), z.unknown())])
      .nullish()
      .catch(null),
    bounce: z.object({ type: words, message: words }).nullish().catch(null),
    failed: z.object({ reason: words }).nullish().catch(null),
    // Who clicked is not stored: it tells here whether it was a program.
    click: z
      .object({ link: words.transform(clickedLink), userAgent: words })
      .nullish()
      .catch(null),
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

export interface RecordedEvent {
  /** "known" for a repetition. */
  result: "recorded" | "known";
  /** Owners whose suppressions have changed by it. */
  suppressedFor: string[];
}

/**
 * Records an event once and lets it take effect: proof that a delivery was accepted, its fate, a suppression.
 *
 * @param eventId the webhook's own id: the same event delivered twice is one
 */
export async function recordProviderEvent(
  db: Database,
  eventId: string,
  event: ProviderEvent,
): Promise<RecordedEvent> {
  const id = taggedDelivery(event);
  return db.$transaction(async (tx) => {
    const inserted = await tx.$executeRaw`
      INSERT INTO provider_events (id, type, delivery_id, provider_email_id, detail, occurred_at)
      VALUES (${eventId}, ${event.type}, ${id}::uuid, ${event.data.email_id ?? null},
        ${JSON.stringify(detailOf(event))}::jsonb, ${event.created_at}::timestamptz)
      ON CONFLICT (id) DO NOTHING`;
    if (inserted === 0) return { result: "known", suppressedFor: [] };
    if (id === null) return { result: "recorded", suppressedFor: [] };
    await proveByEvent(tx, id, event.data.email_id ?? null);
    if (isReading(event)) await noteReading(tx, eventId, id, event);
    else await setFate(tx, id, event);
    const suppressedFor = await suppressLasting(tx, id, event);
    await forgetDetailOfErased(tx, eventId, id);
    return { result: "recorded", suppressedFor: suppressedFor === null ? [] : [suppressedFor] };
  });
}

function detailOf({ data: { bounce, failed, click } }: ProviderEvent) {
  return { bounce, failed, click: click && { link: click.link } };
}

function taggedDelivery(event: ProviderEvent): string | null {
  const { tags } = event.data;
  const value = Array.isArray(tags)
    ? tags.find(({ name }) => name === DELIVERY_TAG)?.value
    : tags?.[DELIVERY_TAG];
  return deliveryId.safeParse(value).data ?? null;
}

/** The provider speaks of this mail, so it took it: what was unknown or uncertain is accepted. */
async function proveByEvent(tx: Queryable, id: string, providerId: string | null): Promise<void> {
  const [delivery] = await tx.$queryRaw<{ attemptId: string }[]>`
    SELECT attempt_id AS "attemptId" FROM deliveries WHERE id = ${id}::uuid AND provider_id IS NULL AND status IN ('pending', 'uncertain', 'accepted')`;
  if (delivery === undefined || providerId === null) return;
  await proveAccepted(tx, delivery.attemptId, [{ deliveryId: id, providerId }]);
}

/** Not of a delivery `d` that was accepted as another mail: the event speaks of a mail that is not in the ledger. */
function isOfSameMail({ data: { email_id: mail } }: ProviderEvent): Prisma.Sql {
  return Prisma.sql`(d.provider_id IS NULL OR ${mail}::text IS NULL OR d.provider_id = ${mail})`;
}

function isReading({ type }: ProviderEvent): boolean {
  return type === "email.opened" || type === "email.clicked";
}

/** By a person, or by what looks like a program: the event keeps which, for whoever counts links. */
async function noteReading(tx: Queryable, eventId: string, id: string, event: ProviderEvent): Promise<void> {
  const at = Prisma.sql`${event.created_at}::timestamptz`;
  const link = event.data.click?.link ?? null;
  const automated = looksAutomated(event.created_at, isProgram(event.data.click?.userAgent));
  await tx.$executeRaw`
    WITH read AS (
      UPDATE deliveries d SET automated_at = CASE WHEN ${automated} THEN coalesce(d.automated_at, ${at}) ELSE d.automated_at END,
        opened_at = CASE WHEN ${automated} THEN d.opened_at ELSE coalesce(d.opened_at, ${at}) END,
        clicked_at = CASE WHEN ${automated} OR ${event.type} <> 'email.clicked' THEN d.clicked_at ELSE coalesce(d.clicked_at, ${at}) END
      WHERE d.id = ${id}::uuid AND ${isOfSameMail(event)} RETURNING d.*, ${automated} AS automated
    ), clicked AS (
      INSERT INTO clicked_links (attempt_id, link_md5, delivery_id, link)
      SELECT d.attempt_id, md5(${link})::uuid, d.id, ${link} FROM read d
      WHERE ${event.type} = 'email.clicked' AND NOT automated AND ${link}::text IS NOT NULL AND NOT ${isErased}
      ON CONFLICT DO NOTHING)
    UPDATE provider_events e SET detail = e.detail || '{"automated": true}' FROM read WHERE e.id = ${eventId} AND read.automated`;
}

async function setFate(tx: Queryable, id: string, event: ProviderEvent): Promise<void> {
  const said = FATES[event.type];
  if (said === undefined) return;
  const detail = beginningOf(event.data.bounce?.message ?? event.data.failed?.reason ?? "", LONGEST_DETAIL);
  await tx.$executeRaw`
    UPDATE deliveries d SET fate = ${said.fate}::delivery_fate, fate_at = ${event.created_at}::timestamptz,
      fate_detail = CASE WHEN NOT ${isErased} THEN nullif(${detail}, '') END
    WHERE id = ${id}::uuid AND ${isOfSameMail(event)} AND ${said.rank} >
      coalesce((${RANKS}::int[])[array_position(${FATES_BY_RANK}::text[], fate::text)], 0)`;
}

/** Last and with the delivery locked: whoever erases its person at this moment waits, and then finds the event. */
async function forgetDetailOfErased(tx: Queryable, eventId: string, id: string): Promise<void> {
  await tx.$executeRaw`
    WITH d AS (SELECT address FROM deliveries WHERE id = ${id}::uuid FOR SHARE)
    UPDATE provider_events SET detail = '{}' WHERE id = ${eventId} AND EXISTS (SELECT 1 FROM d WHERE ${isErased})`;
}

/**
 * Only what lasts: a full mailbox is another day's matter. Whichever mail it speaks of, it is true of the address.
 * Whoever complains wants none at the address that they have today either; a bounce says nothing of that one.
 *
 * @returns the owner whose suppressions have changed
 */
async function suppressLasting(tx: Queryable, id: string, event: ProviderEvent): Promise<string | null> {
  const bounced = event.type === "email.bounced" && event.data.bounce?.type?.toLowerCase() === "permanent";
  const complained = event.type === "email.complained";
  if (!bounced && !complained) return null;
  // Before the suppressions, as a change of address locks them: each would wait for the other.
  const recipient = complained ? await lockRecipientOf(tx, id) : null;
  const suppressed = await suppressAddressOf(tx, id, complained ? "complained" : "bounced");
  const isMoved = recipient !== null && recipient.from !== recipient.to;
  const carried = isMoved && (await carrySuppressionOver(tx, recipient));
  return suppressed !== null && (suppressed.changed || carried) ? suppressed.ownerId : null;
}
