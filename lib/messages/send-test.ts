import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { sendMail } from "@/lib/mails/send-mail";
import { previewDraft, senderOf } from "@/lib/messages/preview";
import { messageToEdit, readerBeginning } from "@/lib/messages/queries";
import { messageSchema, type MessageInput } from "@/lib/messages/schema";
import { takeUse } from "@/lib/security/rate-limits";
import { bareAddress } from "@/lib/engine-host/application-engine";
import { mailbox } from "@/lib/sending/render";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Stands before the subject, so that nobody takes it for the mailing. */
const TEST_MARK = "[Test]";

export type TestRefusal = "forbidden" | "invalid" | "image_gone" | "too_many" | "mail_failed";

/**
 * Sends a draft to its writer, or to addresses of the writer's choice, as it would reach one of their recipients, through
 * the code that sends mailings. It is no attempt: it counts nowhere, and its link unsubscribes nobody.
 * @param addresses none for the writer's own; see `testAddresses`
 */
export async function sendTest(
  actor: Actor,
  input: MessageInput,
  recipientId: string | null,
  addresses: readonly string[] = [],
): Promise<CommandResult<{ to: string }, TestRefusal>> {
  const allowed = await withActor<null, never>(actor, mayOwnMailings, async () => ({
    ok: true,
    value: null,
    changed: { tags: [], wake: false },
  }));
  if (!allowed.ok) return allowed;
  const preview = await previewDraft(actor, input, recipientId);
  if (!preview.ok) return preview;
  const { email, senderName, replyTo } = await senderOf(database(), actor.id);
  const { subject, html, text } = preview.value;
  const reached: string[] = [];
  for (const to of addresses.length === 0 ? [email] : addresses) {
    const use = await takeUse("testMailByAccount", actor.id);
    if (!use.ok) return refused("too_many", { values: { minutes: Math.ceil(use.retryAfterSeconds / 60) } });
    const isTaken = await sendMail({
      ...{ kind: "test", to, replyTo, html, text },
      from: mailbox(senderName, bareAddress(env().RESEND_FROM)),
      subject: `${TEST_MARK} ${subject}`,
    });
    if (!isTaken) return refused("mail_failed");
    reached.push(to);
  }
  return done({ to: reached.join(", ") });
}

/** The same of a message as it is saved. */
export async function sendSavedTest(
  actor: Actor,
  messageId: string,
  reader: string,
  addresses: readonly string[] = [],
): Promise<CommandResult<{ to: string }, TestRefusal | "not_found">> {
  const message = await messageToEdit(actor, messageId);
  if (message === null) return refused("not_found");
  const input = messageSchema.safeParse(message.fields);
  if (!input.success) return refused("invalid");
  return sendTest(actor, input.data, await readerBeginning(actor, actor.id, reader), addresses);
}
