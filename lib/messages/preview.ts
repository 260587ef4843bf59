import { z } from "zod";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { isId } from "@/lib/commands/id";
import { database, type Queryable } from "@/lib/db";
import { env } from "@/lib/env";
import { compileInput } from "@/lib/messages/compile-input";
import { preflight, type Finding } from "@/lib/messages/preflight";
import { preflightFacts } from "@/lib/messages/preflight-facts";
import type { MessageFormat, MessageInput } from "@/lib/messages/schema";
import { previewRenderer, type MailContent, type Snapshot } from "@/lib/sending/render";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** For whom a preview is: a recipient, or the owner where there is none. */
export interface PreviewReader {
  /** Null for the owner. */
  id: string | null;
  address: string;
  name: string;
}

export interface MessagePreview extends MailContent {
  reader: PreviewReader;
  /** What its writer should see to before it is sent. */
  findings: Finding[];
}

export interface MessageContent {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  format: MessageFormat;
}

/**
 * A draft as it would reach one recipient; the newest where none is named, its owner where that one is not there.
 */
export async function previewDraft(
  actor: Actor,
  input: MessageInput,
  recipientId: string | null,
): Promise<CommandResult<MessagePreview, "forbidden" | "invalid" | "image_gone">> {
  if (!mayOwnMailings(actor)) return refused("forbidden");
  const compiled = await compileInput(database(), input);
  if (!compiled.ok) return compiled;
  const { html, text, removed } = compiled.value;
  const { subject, preheader, format } = input;
  return done(
    await previewContent(actor.id, { subject, preheader, html, text, format }, recipientId, removed),
  );
}

/** A message of an owner's as it would reach one of their recipients. Who may see it is asked before. */
export async function previewContent(
  ownerId: string,
  content: MessageContent,
  recipientId: string | null,
  removed: readonly string[] = [],
): Promise<MessagePreview> {
  const db = database();
  const [sender, reader, facts] = await Promise.all([
    senderOf(db, ownerId),
    readerOf(db, ownerId, recipientId),
    preflightFacts(db, ownerId, content),
  ]);
  const { fields, ...named } = reader ?? { id: null, address: sender.email, name: sender.name, fields: {} };
  const { APP_URL, POSTAL_ADDRESS } = env();
  const render = previewRenderer(
    { ...content, ...sender },
    { appUrl: APP_URL, postalAddress: POSTAL_ADDRESS ?? "" },
  );
  const mail = render({ address: named.address, name: named.name, fields });
  const size = Buffer.byteLength(mail.html);
  return { ...mail, reader: named, findings: preflight({ ...content, removed, size }, facts) };
}

const mergeValues = z.record(z.string(), z.string());

type Sender = Omit<Snapshot, keyof MessageContent> & { email: string; name: string };

/** Who an owner's mails are from, as `lockMailing` of lib/sending/plan-attempt.ts reads it. */
export async function senderOf(db: Queryable, ownerId: string): Promise<Sender> {
  const [sender] = await db.$queryRaw<Omit<Sender, "fromAddress">[]>`
    SELECT email, name, language, coalesce(nullif(sender_name, ''), name) AS "senderName",
      coalesce(nullif(reply_to, ''), email) AS "replyTo"
    FROM users WHERE id = ${ownerId}::uuid`;
  if (sender === undefined) throw new Error("a message's owner does not exist");
  return { ...sender, fromAddress: "" };
}

async function readerOf(db: Queryable, ownerId: string, recipientId: string | null) {
  const named = recipientId !== null && isId(recipientId) ? recipientId : null;
  const [reader] = await db.$queryRaw<{ id: string; address: string; name: string; fields: unknown }[]>`
    SELECT id, email AS address, name, fields FROM recipients
    WHERE owner_id = ${ownerId}::uuid AND (${named}::uuid IS NULL OR id = ${named}::uuid)
    ORDER BY id DESC LIMIT 1`;
  if (reader === undefined) return null;
  return { ...reader, fields: mergeValues.safeParse(reader.fields).data ?? {} };
}
