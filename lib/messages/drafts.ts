import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import type { DraftMark, TypedMessage } from "@/lib/messages/schema";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Texts that pages which do not know of each other may leave of one message; the oldest goes when there is one more. */
const DRAFTS_OF_MESSAGE = 5;
/** The same of all messages of an owner. */
const DRAFTS_OF_OWNER = 100;

export interface KeptDraft {
  draftId: string;
  /** Changes each time; the page that writes on names it. */
  seen: number;
}

interface DraftOf {
  messageId: string;
  /** The version that it was written upon; null for a message that is yet to be created. */
  basedOn: number | null;
  mark: DraftMark & { writer: string };
}

interface KeptAt {
  id: string;
  savedAt: Date;
}

/**
 * Keeps what is typed beside the message: mailings send what was saved. A draft that another page has written since is left
 * as it is, and this text becomes a draft of its own.
 */
export async function keepDraft(
  actor: Actor,
  { messageId, basedOn, mark }: DraftOf,
  typed: TypedMessage,
): Promise<CommandResult<KeptDraft, "forbidden" | "not_found">> {
  return withActor<KeptDraft, "not_found">(actor, mayOwnMailings, async (tx) => {
    if (basedOn !== null && !(await isThere(tx, actor, messageId))) return refused("not_found");
    const draft = { messageId, basedOn, mark };
    const kept = (await rewritten(tx, actor, draft, typed)) ?? (await begun(tx, actor, draft, typed));
    return done({ draftId: kept.id, seen: kept.savedAt.getTime() });
  });
}

/** Deletes the draft that a page has shown, not what another has written over it since. */
export async function discardDraft(actor: Actor, mark: DraftMark): Promise<CommandResult<null, "forbidden">> {
  return withActor<null, never>(actor, mayOwnMailings, async (tx) => {
    await dropDraft(tx, actor, mark);
    return done(null);
  });
}

/** The same within a save, whose text the draft was. */
export async function dropDraft(tx: Queryable, actor: Actor, mark: DraftMark): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM message_drafts WHERE owner_id = ${actor.id}::uuid
      AND (writer = ${mark.writer}::uuid OR (id = ${mark.draftId}::uuid AND saved_at = ${instant(mark.seen)}))`;
}

/** With the message goes whatever was typed in it. */
export async function dropDraftsOf(tx: Queryable, actor: Actor, messageId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM message_drafts WHERE owner_id = ${actor.id}::uuid AND message_id = ${messageId}::uuid`;
}

async function isThere(tx: Queryable, actor: Actor, messageId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM messages
    WHERE id = ${messageId}::uuid AND owner_id = ${actor.id}::uuid AND archived_at IS NULL`;
  return rows.length === 1;
}

/** Over the draft that this page wrote itself, or has seen as it is. */
async function rewritten(
  tx: Queryable,
  actor: Actor,
  { messageId, basedOn, mark }: DraftOf,
  typed: TypedMessage,
): Promise<KeptAt | null> {
  const [kept] = await tx.$queryRaw<KeptAt[]>`
    UPDATE message_drafts SET fields = ${JSON.stringify(typed)}::jsonb, based_on = ${instant(basedOn)},
      writer = ${mark.writer}::uuid, saved_at = greatest(engine_now(), saved_at + interval '1 millisecond')
    WHERE id = (
      SELECT id FROM message_drafts WHERE owner_id = ${actor.id}::uuid AND message_id = ${messageId}::uuid
        AND (writer = ${mark.writer}::uuid OR (id = ${mark.draftId}::uuid AND saved_at = ${instant(mark.seen)}))
      ORDER BY writer = ${mark.writer}::uuid DESC LIMIT 1)
    RETURNING id, saved_at AS "savedAt"`;
  return kept ?? null;
}

/** A draft of this page alone. */
async function begun(
  tx: Queryable,
  actor: Actor,
  { messageId, basedOn, mark: { writer } }: DraftOf,
  typed: TypedMessage,
): Promise<KeptAt> {
  const [kept] = await tx.$queryRaw<KeptAt[]>`
    INSERT INTO message_drafts (owner_id, message_id, based_on, fields, writer, saved_at)
    VALUES (${actor.id}::uuid, ${messageId}::uuid, ${instant(basedOn)}, ${JSON.stringify(typed)}::jsonb,
      ${writer}::uuid, engine_now())
    RETURNING id, saved_at AS "savedAt"`;
  if (kept === undefined) throw new Error("a draft was not stored");
  await tx.$executeRaw`
    DELETE FROM message_drafts WHERE id IN (
      SELECT id FROM message_drafts WHERE owner_id = ${actor.id}::uuid AND message_id = ${messageId}::uuid
      ORDER BY saved_at DESC, id DESC OFFSET ${DRAFTS_OF_MESSAGE})`;
  await tx.$executeRaw`
    DELETE FROM message_drafts WHERE id IN (
      SELECT id FROM message_drafts WHERE owner_id = ${actor.id}::uuid
      ORDER BY saved_at DESC, id DESC OFFSET ${DRAFTS_OF_OWNER})`;
  return kept;
}

function instant(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}
