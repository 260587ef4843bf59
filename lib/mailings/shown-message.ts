import { done, refused, type CommandResult } from "@/lib/commands/result";
import { shownEmail } from "@/lib/email-address";
import { previewContent } from "@/lib/messages/preview";
import { messageToRead } from "@/lib/messages/queries";
import type { Actor } from "@/lib/users/policy";

/** A message as the form of a mailing shows it. */
export interface ShownMessage {
  subject: string;
  html: string;
  /** Whose name and fields it has: the newest recipient, or its owner. */
  reader: string;
}

/** One's own message as it would reach the newest recipient. */
export async function shownMessage(
  actor: Actor,
  messageId: string,
): Promise<CommandResult<ShownMessage, "not_found">> {
  const message = await messageToRead(actor, messageId);
  if (message === null || message.owner.id !== actor.id) return refused("not_found");
  const { subject, html, reader } = await previewContent(actor.id, message, null);
  const address = shownEmail(reader.address);
  return done({
    subject,
    html,
    reader: reader.name === "" ? address : `${reader.name} <${address}>`,
  });
}
