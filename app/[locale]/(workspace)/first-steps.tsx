import { NextStep } from "@/components/overview/next-step";
import { hasMessage } from "@/lib/mailings/sender-facts";
import { ownFigures } from "@/lib/overview/figures";
import type { Actor } from "@/lib/users/policy";

/** On a recipient's page: on to a message, or to a mailing; nothing once there is one. */
export async function StepAfterRecipient({ person }: { person: Actor }) {
  if (!(await isBeginner(person))) return null;
  return (await hasMessage(person.id)) ? (
    <NextStep step="mailing" href="/mailings/new" />
  ) : (
    <NextStep step="message" href="/messages/new" />
  );
}

/** On a message's page: on to a mailing of it, or to recipients; nothing once there is a mailing. */
export async function StepAfterMessage({ person, messageId }: { person: Actor; messageId: string }) {
  const own = await ownFigures(person);
  if (own === null || own.mailings > 0) return null;
  return own.recipients > 0 ? (
    <NextStep step="mailing" href={`/mailings/new?message=${messageId}`} />
  ) : (
    <NextStep step="recipients" href="/recipients/new" />
  );
}

async function isBeginner(person: Actor): Promise<boolean> {
  return (await ownFigures(person))?.mailings === 0;
}
