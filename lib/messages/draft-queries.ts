import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { isSameMessage, typedSchema, type TypedMessage } from "@/lib/messages/schema";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

const OFFERED = 10;

export interface OpenedDraft {
  draftId: string;
  /** What it is known by until it is written again. */
  seen: number;
  fields: TypedMessage;
  /** The version that it was written upon; null for a message that is yet to be created. */
  version: number | null;
}

/**
 * What somebody typed last in a message of their own and did not save.
 * @param saved what is saved: a draft that says the same is none
 */
export async function draftToEdit(
  actor: Actor,
  messageId: string,
  saved: TypedMessage | null,
): Promise<OpenedDraft | null> {
  if (!isId(messageId) || !mayOwnMailings(actor)) return null;
  const drafts = await database().messageDraft.findMany({
    where: { ownerId: actor.id, messageId },
    orderBy: [{ savedAt: "desc" }, { id: "desc" }],
    select: { id: true, fields: true, basedOn: true, savedAt: true },
  });
  for (const { id, fields, basedOn, savedAt } of drafts) {
    const typed = typedSchema.safeParse(fields).data;
    if (typed !== undefined && (saved === null || !isSameMessage(typed, saved)))
      return { draftId: id, seen: savedAt.getTime(), fields: typed, version: basedOn?.getTime() ?? null };
  }
  return null;
}

/** When somebody last typed in a message of their own what they did not save; null for never. */
export async function draftTime(actor: Actor, messageId: string): Promise<Date | null> {
  const draft = await database().messageDraft.findFirst({
    where: { ownerId: actor.id, messageId },
    orderBy: [{ savedAt: "desc" }, { id: "desc" }],
    select: { savedAt: true },
  });
  return draft?.savedAt ?? null;
}

export interface NewDraft {
  messageId: string;
  subject: string;
  savedAt: Date;
}

/** Messages that somebody began to write and never saved, the last ten. */
export async function newDrafts(actor: Actor): Promise<NewDraft[]> {
  if (!mayOwnMailings(actor)) return [];
  return database().$queryRaw<NewDraft[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (message_id) message_id AS "messageId", coalesce(fields->>'subject', '') AS subject,
        saved_at AS "savedAt"
      FROM message_drafts d
      WHERE owner_id = ${actor.id}::uuid AND NOT EXISTS (SELECT 1 FROM messages WHERE id = d.message_id)
      ORDER BY message_id, saved_at DESC
    ) begun ORDER BY "savedAt" DESC LIMIT ${OFFERED}`;
}
