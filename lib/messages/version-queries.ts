import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { database } from "@/lib/db";
import { previewContent, type MessageContent, type MessagePreview } from "@/lib/messages/preview";
import { messageToEdit } from "@/lib/messages/queries";
import type { MessageFields } from "@/lib/messages/schema";
import { fieldsOfRow } from "@/lib/messages/stored-fields";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

export interface VersionRow {
  id: string;
  subject: string;
  savedAt: Date;
  /** Whose save it was; null where nobody knows. */
  savedBy: string | null;
  /** Typed and never saved, because another text was taken. */
  isSetAside: boolean;
}

export interface MessageHistory {
  /** As it is now. */
  current: { subject: string; version: number; savedAt: Date; savedBy: string | null };
  /** The newest first. */
  versions: VersionRow[];
}

/** What an own message was before, and when; null when there is none. */
export async function messageHistory(actor: Actor, messageId: string): Promise<MessageHistory | null> {
  if (!isId(messageId) || !mayOwnMailings(actor)) return null;
  const db = database();
  const [current] = await db.$queryRaw<{ subject: string; savedAt: Date; savedBy: string | null }[]>`
    SELECT m.subject, m.updated_at AS "savedAt", u.name AS "savedBy"
    FROM messages m LEFT JOIN users u ON u.id = m.saved_by_id
    WHERE m.id = ${messageId}::uuid AND m.owner_id = ${actor.id}::uuid AND m.archived_at IS NULL`;
  if (current === undefined) return null;
  const versions = await db.$queryRaw<VersionRow[]>`
    SELECT v.id, v.subject, v.saved_at AS "savedAt", u.name AS "savedBy", v.is_set_aside AS "isSetAside"
    FROM message_versions v LEFT JOIN users u ON u.id = v.saved_by_id
    WHERE v.message_id = ${messageId}::uuid ORDER BY v.saved_at DESC, v.id DESC`;
  return { current: { ...current, version: current.savedAt.getTime() }, versions };
}

export interface VersionToRead extends MessageContent {
  id: string;
  fields: MessageFields;
}

/** One earlier version of an own message; null when there is none. */
export async function versionToRead(
  actor: Actor,
  messageId: string,
  versionId: string,
): Promise<VersionToRead | null> {
  if (!isId(messageId) || !isId(versionId) || !mayOwnMailings(actor)) return null;
  const version = await database().messageVersion.findUnique({
    where: { id: versionId, messageId, message: { ownerId: actor.id, archivedAt: null } },
    select: {
      ...{ id: true, subject: true, preheader: true, html: true, text: true },
      ...{ format: true, source: true, textIsOwn: true, document: true },
    },
  });
  if (version === null) return null;
  const { id, subject, preheader, html, text, format } = version;
  return { id, subject, preheader, html, text, format, fields: fieldsOfRow(version) };
}

export interface SavedElsewhere {
  fields: MessageFields;
  version: number;
  /** Null where nobody knows. */
  savedBy: string | null;
  preview: MessagePreview;
}

/** What an own message is now, for somebody who has written upon an older state of it. */
export async function savedElsewhere(
  actor: Actor,
  messageId: string,
): Promise<CommandResult<SavedElsewhere, "not_found">> {
  const [message, history] = await Promise.all([
    messageToEdit(actor, messageId),
    messageHistory(actor, messageId),
  ]);
  const content = await database().message.findUnique({
    where: { id: messageId },
    select: { subject: true, preheader: true, html: true, text: true, format: true },
  });
  if (message === null || history === null || content === null) return refused("not_found");
  const { fields, version } = message;
  const preview = await previewContent(actor.id, content, null);
  return done({ fields, version, savedBy: history.current.savedBy, preview });
}
