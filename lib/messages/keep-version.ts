import type { Queryable } from "@/lib/db";
import type { CompiledMessage } from "@/lib/messages/compile";
import { KEPT_VERSIONS, type MessageInput } from "@/lib/messages/schema";

/** What a save writes, as the columns hold it. */
interface NextContent {
  input: MessageInput;
  made: CompiledMessage;
  source: string;
  document: string | null;
}

/** Keeps what a message is, before a save writes something else. Its row must be locked. */
export async function keepVersion(
  tx: Queryable,
  messageId: string,
  { input, made, source, document }: NextContent,
): Promise<void> {
  const kept = await tx.$executeRaw`
    INSERT INTO message_versions (message_id, subject, preheader, html, text, format, source, text_is_own, document,
      saved_by_id, saved_at)
    SELECT id, subject, preheader, html, text, format, source, text_is_own, document, saved_by_id, updated_at
    FROM messages
    WHERE id = ${messageId}::uuid AND (subject, preheader, html, text, format::text, source, text_is_own, document)
      IS DISTINCT FROM (${input.subject}, ${input.preheader}, ${made.html}, ${made.text}, ${input.format}, ${source},
        ${input.textIsOwn}::boolean, ${document}::jsonb)`;
  if (kept > 0) await forgetOldVersions(tx, messageId);
}

export async function forgetOldVersions(tx: Queryable, messageId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM message_versions WHERE id IN (
      SELECT id FROM message_versions WHERE message_id = ${messageId}::uuid
      ORDER BY saved_at DESC, id DESC OFFSET ${KEPT_VERSIONS})`;
}

/** Of a message that nobody can look at any more. */
export async function forgetVersions(tx: Queryable, messageId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM message_versions WHERE message_id = ${messageId}::uuid`;
}
