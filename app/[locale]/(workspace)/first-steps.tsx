import { NextStep } from "@/components/overview/next-step";
import { hasMessage } from "@/lib/mailings/sender-facts";
import { ownFigures } from "@/lib/overview/figures";
import type { Actor } from "@/lib/users/policy";

/** On a recipient's page: on to a message, or to a mailing; nothing once there is one. */
export async function StepAfterRecipient({ user }: { user: Actor }) {
  if (!(await isBeginner(user))) return null;
  return (await hasMessage(user.id)) ? (
    <NextStep step="mailing" href="/mailings/new" />
  ) : (
    <NextStep step="message" href="/messages/new" />
  );
}

/** On a message's page: on to a mailing of it, or to recipients; nothing once there is a mailing. */
export async function StepAfterMessage({ user, messageId }: { user: Actor; messageId: string }) {
  const own = await ownFigures(user);
  if (own === null || own.mailings > 0) return null;
  return own.recipients > 0 ? (
    <NextStep step="mailing" href={`/mailings/new?message=${messageId}`} />
  ) : (
    <NextStep step="recipients" href="/recipients/new" />
  );
}

async function isBeginner(user: Actor): Promise<boolean> {
  return (await ownFigures(user))?.mailings === 0;
}
