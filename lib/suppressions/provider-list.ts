import { z } from "zod";
import type { Database, Queryable } from "@/lib/db";
import { readKnownEmail } from "@/lib/email-address";
import { catalogue } from "@/lib/i18n/catalogues";
import type { SuppressionReason } from "@/lib/recipients/schema";
import type { RecordedEvent } from "@/lib/sending/provider-events";
import { isStorable } from "@/lib/storable-text";

/** Why the provider has an address on its list, and what that is here. */
const REASONS: Readonly<Record<string, SuppressionReason>> = {
  bounce: "bounced",
  complaint: "complained",
  manual: "manual",
};
const LONGEST_ID = 200;

/** What Posthorn reads of a webhook that tells of the provider's own list (https://resend.com/docs/webhooks/suppressions/added). */
export const listEvent = z.object({
  type: z.enum(["suppression.added", "suppression.removed"]),
  created_at: z.coerce
    .date()
    .refine((at) => at.getTime() >= 0 && at.getUTCFullYear() <= 9999)
    .catch(() => new Date()),
  data: z.object({
    /** Of the entry in the list. */
    id: z.string().min(1).max(LONGEST_ID).refine(isStorable).nullish().catch(null),
    // One that is no address is nobody's.
    email: z
      .unknown()
      .optional()
      .transform((said) => {
        const read = typeof said === "string" ? readKnownEmail(said) : null;
        return read?.ok === true ? read.email : null;
      }),
    origin: z
      .unknown()
      .optional()
      .transform((said) => (typeof said === "string" ? (REASONS[said] ?? null) : null)),
  }),
});

export type ListEvent = z.output<typeof listEvent>;

/**
 * Records an event of the provider's list once and follows it here: an address that it lets nothing through to is suppressed
 * for every owner who has it as a recipient, and let back once the entry is gone. What came of an owner's own email, or what
 * somebody said or set here, is lifted by nobody but that owner. The event is stored without the address.
 *
 * @param eventId the webhook's own id: the same event delivered twice is one
 */
export async function recordListEvent(
  db: Database,
  eventId: string,
  { type, created_at: at, data }: ListEvent,
): Promise<RecordedEvent> {
  return db.$transaction(async (tx) => {
    const inserted = await tx.$executeRaw`
      INSERT INTO provider_events (id, type, provider_email_id, occurred_at)
      VALUES (${eventId}, ${type}, ${data.id ?? null}, ${at}::timestamptz) ON CONFLICT (id) DO NOTHING`;
    if (inserted === 0) return { result: "known", suppressedFor: [] };
    const { id: entry, email, origin: reason } = data;
    if (!entry) return { result: "recorded", suppressedFor: [] };
    // Both events of an entry wait for each other, so that the later one finds the earlier.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`provider's list ${entry}`}, 0))`;
    if (type === "suppression.removed") return { result: "recorded", suppressedFor: await lift(tx, entry) };
    if (email === null || reason === null || (await isRemoved(tx, entry)))
      return { result: "recorded", suppressedFor: [] };
    return { result: "recorded", suppressedFor: await suppress(tx, { entry, email, reason }) };
  });
}

/** Events come in no promised order. */
async function isRemoved(tx: Queryable, entry: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM provider_events WHERE provider_email_id = ${entry} AND type = 'suppression.removed' LIMIT 1`;
  return rows.length > 0;
}

interface Entry {
  entry: string;
  email: string;
  reason: SuppressionReason;
}

/** The recipients are locked: whoever is erased at this moment is erased before or after, suppression and all. */
async function suppress(tx: Queryable, { entry, email, reason }: Entry): Promise<string[]> {
  const owners = await tx.$queryRaw<{ id: string; language: string }[]>`
    SELECT u.id, u.language FROM recipients r JOIN users u ON u.id = r.owner_id
    WHERE r.email COLLATE "C" = ${email} ORDER BY r.id FOR KEY SHARE OF r`;
  const notes = owners.map(({ language }) => catalogue(language).messages.suppressing.providersList);
  const written = await tx.$queryRaw<{ ownerId: string }[]>`
    INSERT INTO suppressions (owner_id, email, reason, note, provider_entry, created_at)
    SELECT owner_id, ${email}, ${reason}::suppression_reason, note, ${entry}, engine_now()
    FROM unnest(${owners.map(({ id }) => id)}::uuid[], ${notes}::text[]) said (owner_id, note) ORDER BY owner_id
    ON CONFLICT (owner_id, email) WHERE lifted_at IS NULL DO NOTHING
    RETURNING owner_id AS "ownerId"`;
  return written.map(({ ownerId }) => ownerId);
}

async function lift(tx: Queryable, entry: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string; ownerId: string; language: string }[]>`
    SELECT s.id, u.id AS "ownerId", u.language FROM suppressions s JOIN users u ON u.id = s.owner_id
    WHERE s.provider_entry = ${entry} AND s.lifted_at IS NULL AND s.delivery_id IS NULL
      AND s.set_by_id IS NULL AND s.reason <> 'unsubscribed' ORDER BY s.id FOR UPDATE OF s`;
  const reasons = rows.map(({ language }) => catalogue(language).messages.suppressing.offProvidersList);
  await tx.$executeRaw`
    UPDATE suppressions s SET lifted_at = engine_now(), lift_reason = said.reason
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${reasons}::text[]) said (id, reason)
    WHERE s.id = said.id AND s.lifted_at IS NULL`;
  return rows.map(({ ownerId }) => ownerId);
}
