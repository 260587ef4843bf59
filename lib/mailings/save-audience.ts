import type { Queryable } from "@/lib/db";
import type { MailingInput } from "@/lib/mailings/schema";
import type { Actor } from "@/lib/users/policy";

/** Of a mailing to everybody no list and no single recipient is kept. */
export function audienceOf(input: MailingInput) {
  const { toEverybody = false, exceptListIds = [], exceptGotBefore = false } = input;
  const { listIds, recipientIds } = toEverybody ? { listIds: [], recipientIds: [] } : input;
  return { toEverybody, listIds, recipientIds, exceptListIds, exceptGotBefore };
}

/** Forms offer only one's own objects; the server checks that again. */
export async function foreignParts(
  tx: Queryable,
  actor: Actor,
  input: MailingInput,
): Promise<"message_unknown" | "audience_unknown" | null> {
  const { listIds, recipientIds, exceptListIds } = audienceOf(input);
  const lists = [...new Set([...listIds, ...exceptListIds])];
  // Held against its deletion until the mailing refers to it.
  await tx.$queryRaw`SELECT 1 FROM messages WHERE id = ${input.messageId}::uuid FOR KEY SHARE`;
  const [own] = await tx.$queryRaw<{ message: boolean; lists: number; recipients: number }[]>`
    SELECT EXISTS (SELECT 1 FROM messages WHERE id = ${input.messageId}::uuid AND owner_id = ${actor.id}::uuid
        AND archived_at IS NULL) AS message,
      (SELECT count(*)::int FROM lists WHERE id = ANY(${lists}::uuid[]) AND owner_id = ${actor.id}::uuid) AS lists,
      (SELECT count(*)::int FROM recipients WHERE id = ANY(${recipientIds}::uuid[]) AND owner_id = ${actor.id}::uuid) AS recipients`;
  if (own?.message !== true) return "message_unknown";
  const whole = own.lists === lists.length && own.recipients === new Set(recipientIds).size;
  return whole ? null : "audience_unknown";
}

/** Writes the lists and recipients of a mailing whose row is new or locked. */
export async function setLists(tx: Queryable, mailingId: string, input: MailingInput): Promise<void> {
  const { listIds, recipientIds, exceptListIds } = audienceOf(input);
  await tx.$executeRaw`
    DELETE FROM mailing_lists WHERE mailing_id = ${mailingId}::uuid AND list_id <> ALL(${listIds}::uuid[])`;
  await tx.$executeRaw`
    DELETE FROM mailing_recipients WHERE mailing_id = ${mailingId}::uuid AND recipient_id <> ALL(${recipientIds}::uuid[])`;
  await tx.$executeRaw`
    DELETE FROM mailing_excluded_lists WHERE mailing_id = ${mailingId}::uuid AND list_id <> ALL(${exceptListIds}::uuid[])`;
  await tx.$executeRaw`
    INSERT INTO mailing_lists (mailing_id, list_id) SELECT ${mailingId}::uuid, unnest(${listIds}::uuid[]) ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO mailing_recipients (mailing_id, recipient_id)
    SELECT ${mailingId}::uuid, unnest(${recipientIds}::uuid[]) ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO mailing_excluded_lists (mailing_id, list_id)
    SELECT ${mailingId}::uuid, unnest(${exceptListIds}::uuid[]) ON CONFLICT DO NOTHING`;
}
