import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { lockOwned } from "@/lib/commands/lock-owned";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import type { CompiledMessage } from "@/lib/messages/compile";
import { compileInput } from "@/lib/messages/compile-input";
import { dropDraft, dropDraftsOf } from "@/lib/messages/drafts";
import { forgetVersions, keepVersion } from "@/lib/messages/keep-version";
import type { DraftMark, MessageInput } from "@/lib/messages/schema";
import { retainImages } from "@/lib/messages/stored-images";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

export type SaveRefusal = "forbidden" | "not_found" | "changed_meanwhile" | "invalid" | "image_gone";

export interface SavedMessage {
  messageId: string;
  /** Changes with every save; the next one has to name it. */
  version: number;
  /** Elements of the source that a mail may not hold. */
  removed: string[];
}

/** Of the mailings that a refusal names. */
const MAILINGS_NAMED = 10;

/**
 * Creates a message. Asked for again because the answer was lost, it answers with the one that was created.
 * @param messageId issued with the form, anew for every message
 * @param draft what was kept of it before: it goes with the save
 */
export async function createMessage(
  actor: Actor,
  messageId: string,
  input: MessageInput,
  draft: DraftMark | null = null,
): Promise<CommandResult<SavedMessage, SaveRefusal>> {
  if (!isId(messageId)) return refused("not_found");
  return withActor<SavedMessage, SaveRefusal>(actor, mayOwnMailings, async (tx) => {
    await retainImages(tx, actor.id, input.source);
    const compiled = await compileInput(tx, input);
    if (!compiled.ok) return compiled;
    const made = compiled.value;
    const { source, document } = storedSource(input, made);
    const [created] = await tx.$queryRaw<{ updatedAt: Date }[]>`
      INSERT INTO messages (id, owner_id, subject, preheader, html, text, format, source, document, text_is_own, created_at,
        updated_at, saved_by_id)
      VALUES (${messageId}::uuid, ${actor.id}::uuid, ${input.subject}, ${input.preheader}, ${made.html}, ${made.text},
        ${input.format}::message_format, ${source}, ${document}::jsonb, ${input.textIsOwn}, engine_now(), engine_now(),
        ${actor.id}::uuid)
      ON CONFLICT (id) DO NOTHING RETURNING updated_at AS "updatedAt"`;
    if (created !== undefined) return saved(tx, actor, { messageId, ...created, made, draft });
    const before = await lockMessage(tx, actor, messageId);
    if (before === null) return refused("not_found");
    return isSame(before, input, made)
      ? saved(tx, actor, { messageId, ...before, made, draft })
      : refused("changed_meanwhile");
  });
}

/** Saves a message over the version that its writer has seen. What attempts have planned stays as it was. */
export async function editMessage(
  actor: Actor,
  edited: { messageId: string; version: number },
  input: MessageInput,
  draft: DraftMark | null = null,
): Promise<CommandResult<SavedMessage, SaveRefusal>> {
  return withActor<SavedMessage, SaveRefusal>(actor, mayOwnMailings, async (tx) => {
    const before = await lockMessage(tx, actor, edited.messageId);
    if (before === null) return refused("not_found");
    await retainImages(tx, actor.id, input.source);
    const compiled = await compileInput(tx, input);
    if (!compiled.ok) return compiled;
    const made = compiled.value;
    if (before.updatedAt.getTime() !== edited.version) {
      // The answer to the very same save was lost, and it is asked for again.
      if (!isSame(before, input, made)) return refused("changed_meanwhile");
      return saved(tx, actor, { messageId: edited.messageId, ...before, made, draft });
    }
    const { source, document } = storedSource(input, made);
    await keepVersion(tx, edited.messageId, { input, made, source, document });
    const [written] = await tx.$queryRaw<{ updatedAt: Date }[]>`
      UPDATE messages SET subject = ${input.subject}, preheader = ${input.preheader}, html = ${made.html},
        text = ${made.text}, format = ${input.format}::message_format, source = ${source},
        document = ${document}::jsonb, text_is_own = ${input.textIsOwn}, saved_by_id = ${actor.id}::uuid,
        updated_at = greatest(engine_now(), updated_at + interval '1 millisecond')
      WHERE id = ${edited.messageId}::uuid AND updated_at = ${before.updatedAt} AND archived_at IS NULL
      RETURNING updated_at AS "updatedAt"`;
    if (written === undefined) return refused("changed_meanwhile");
    return saved(tx, actor, { messageId: edited.messageId, ...written, made, draft });
  });
}

/**
 * Creates another message with the same content.
 * @param copyId issued with the button: the second click finds the first copy
 */
export async function duplicateMessage(
  actor: Actor,
  messageId: string,
  copyId: string,
): Promise<CommandResult<{ messageId: string }, "forbidden" | "not_found">> {
  if (!isId(messageId) || !isId(copyId)) return refused("not_found");
  return withActor<{ messageId: string }, "not_found">(actor, mayOwnMailings, async (tx) => {
    const copied = await tx.$executeRaw`
      INSERT INTO messages (id, owner_id, subject, preheader, html, text, format, source, document, text_is_own, created_at,
        updated_at, saved_by_id)
      SELECT ${copyId}::uuid, owner_id, subject, preheader, html, text, format, source, document, text_is_own, engine_now(),
        engine_now(), ${actor.id}::uuid
      FROM messages WHERE id = ${messageId}::uuid AND owner_id = ${actor.id}::uuid AND archived_at IS NULL
      ON CONFLICT (id) DO NOTHING`;
    if (copied === 0 && (await lockMessage(tx, actor, copyId)) === null) return refused("not_found");
    return done({ messageId: copyId }, { tags: [cacheTags.messages(actor.id)] });
  });
}

/**
 * Deletes a message that no mailing uses. One that only archived mailings used is archived: they keep referring to it,
 * and it is nowhere offered any more.
 */
export async function deleteMessage(
  actor: Actor,
  messageId: string,
): Promise<CommandResult<"deleted" | "archived", "forbidden" | "not_found" | "message_in_use">> {
  return withActor<"deleted" | "archived", "not_found" | "message_in_use">(
    actor,
    mayOwnMailings,
    async (tx) => {
      if ((await lockMessage(tx, actor, messageId)) === null) return refused("not_found");
      // By a statement of its own: a mailing saved while this waited for the row is seen.
      const users = await tx.$queryRaw<{ name: string; isArchived: boolean }[]>`
      SELECT name, archived_at IS NOT NULL AS "isArchived" FROM mailings WHERE message_id = ${messageId}::uuid
      ORDER BY archived_at IS NOT NULL, id DESC LIMIT ${MAILINGS_NAMED}`;
      const using = users.filter(({ isArchived }) => !isArchived).map(({ name }) => name);
      if (using.length > 0) return refused("message_in_use", { values: { mailings: using.join(", ") } });
      const changed = { tags: [cacheTags.messages(actor.id)] };
      await dropDraftsOf(tx, actor, messageId);
      await forgetVersions(tx, messageId);
      if (users.length > 0) {
        await tx.$executeRaw`
        UPDATE messages SET archived_at = engine_now() WHERE id = ${messageId}::uuid AND archived_at IS NULL`;
        return done("archived", changed);
      }
      await tx.$executeRaw`DELETE FROM messages WHERE id = ${messageId}::uuid`;
      return done("deleted", changed);
    },
  );
}

/** HTML is its own source, and stands in its column. */
export function storedSource(input: MessageInput, made: CompiledMessage) {
  return {
    source: input.format === "markdown" ? input.source : "",
    document: made.document && JSON.stringify(made.document),
  };
}

interface LockedMessage {
  updatedAt: Date;
  subject: string;
  preheader: string;
  html: string;
  text: string;
  format: string;
  source: string;
  textIsOwn: boolean;
}

/** Locks an own message that is not archived, against mailings that begin to use it as well. */
async function lockMessage(tx: Queryable, actor: Actor, messageId: string): Promise<LockedMessage | null> {
  if (!(await lockOwned(tx, "message", messageId, actor.id))) return null;
  const [row] = await tx.$queryRaw<LockedMessage[]>`
    SELECT updated_at AS "updatedAt", subject, preheader, html, text, format::text AS format, source,
      text_is_own AS "textIsOwn"
    FROM messages WHERE id = ${messageId}::uuid AND archived_at IS NULL FOR UPDATE`;
  return row ?? null;
}

function isSame(before: LockedMessage, input: MessageInput, made: CompiledMessage): boolean {
  return (
    before.subject === input.subject &&
    before.preheader === input.preheader &&
    before.html === made.html &&
    before.text === made.text &&
    before.format === input.format &&
    before.textIsOwn === input.textIsOwn
  );
}

interface Saved {
  messageId: string;
  updatedAt: Date;
  made: CompiledMessage;
  draft: DraftMark | null;
}

/** What was typed is saved, and no draft any more. */
async function saved(tx: Queryable, actor: Actor, { messageId, updatedAt, made, draft }: Saved) {
  if (draft !== null) await dropDraft(tx, actor, draft);
  const value: SavedMessage = { messageId, version: updatedAt.getTime(), removed: made.removed };
  return done(value, { tags: [cacheTags.messages(actor.id), cacheTags.mailings(actor.id)] });
}
