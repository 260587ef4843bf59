import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

export interface SenderFacts {
  /** The address that mails come from. */
  from: string;
  domain: string;
  /** Whether the footer has one, as the law asks in most countries. */
  postalAddress: boolean;
}

/**
 * What an owner should know before their first mailing really leaves; null once one has run, where mails stay in the
 * embedded mailbox, and for roles that own none.
 */
export async function senderFacts(actor: Actor): Promise<SenderFacts | null> {
  const { embedded, RESEND_FROM: from, POSTAL_ADDRESS } = env();
  if (embedded.mailbox || !mayOwnMailings(actor)) return null;
  const ran = await database().attempt.findFirst({ where: { ownerId: actor.id }, select: { id: true } });
  if (ran !== null) return null;
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? from;
  return { from, domain, postalAddress: (POSTAL_ADDRESS ?? "") !== "" };
}

/** Whether somebody has a message already. */
export async function hasMessage(ownerId: string): Promise<boolean> {
  return (await database().message.findFirst({ where: { ownerId }, select: { id: true } })) !== null;
}
