import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { lockOwned } from "@/lib/commands/lock-owned";
import type { Queryable } from "@/lib/db";
import { editMessage, storedSource, type SavedMessage, type SaveRefusal } from "@/lib/messages/commands";
import { compileInput } from "@/lib/messages/compile-input";
import { dropDraft } from "@/lib/messages/drafts";
import { messageSchema, type DraftMark, type MessageInput } from "@/lib/messages/schema";
import { versionToRead } from "@/lib/messages/version-queries";
import { forgetOldVersions } from "@/lib/messages/keep-version";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/**
 * Saves what a message was before once more. What it is now becomes an earlier version.
 * @param version what the person has seen as its present state
 */
export async function bringBackVersion(
  actor: Actor,
  { messageId, versionId, version }: { messageId: string; versionId: string; version: number },
): Promise<CommandResult<SavedMessage, SaveRefusal>> {
  if (!mayOwnMailings(actor)) return refused("forbidden");
  const earlier = await versionToRead(actor, messageId, versionId);
  if (earlier === null) return refused("not_found");
  const input = messageSchema.safeParse(earlier.fields);
  if (!input.success) return refused("invalid");
  return editMessage(actor, { messageId, version }, input.data);
}

/** Keeps among a message's versions what was typed in it, where its writer takes what was saved meanwhile. */
export async function setAsideText(
  actor: Actor,
  messageId: string,
  input: MessageInput,
  draft: DraftMark | null,
): Promise<CommandResult<null, SaveRefusal>> {
  return withActor<null, SaveRefusal>(actor, mayOwnMailings, async (tx) => {
    if (!(await lockOwned(tx, "message", messageId, actor.id))) return refused("not_found");
    const compiled = await compileInput(tx, input);
    if (!compiled.ok) return compiled;
    await insertSetAside(tx, { messageId, actor, input, made: compiled.value });
    await forgetOldVersions(tx, messageId);
    if (draft !== null) await dropDraft(tx, actor, draft);
    return done(null);
  });
}

interface SetAside {
  messageId: string;
  actor: Actor;
  input: MessageInput;
  made: Parameters<typeof storedSource>[1];
}

async function insertSetAside(tx: Queryable, { messageId, actor, input, made }: SetAside): Promise<void> {
  const { source, document } = storedSource(input, made);
  await tx.$executeRaw`
    INSERT INTO message_versions (message_id, subject, preheader, html, text, format, source, text_is_own, document,
      saved_by_id, saved_at, is_set_aside)
    VALUES (${messageId}::uuid, ${input.subject}, ${input.preheader}, ${made.html}, ${made.text},
      ${input.format}::message_format, ${source}, ${input.textIsOwn}, ${document}::jsonb, ${actor.id}::uuid, engine_now(), true)`;
}
