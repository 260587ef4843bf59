import { cached } from "@/lib/cache/cached";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { senderDomain } from "@/lib/env/sender-domain";
import { askDomainState } from "@/lib/health/looks";
import type { DomainState } from "@/lib/sending/resend";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

const ANSWER_WITHIN_MS = 3_000;
const KEPT_S = 180;

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
  return { from, domain: senderDomain(from), postalAddress: (POSTAL_ADDRESS ?? "") !== "" };
}

/** How the provider says the domain of all mails is, at most three minutes ago; it takes up to three seconds to ask. */
export function senderDomainState(): Promise<DomainState> {
  // What is too old would be shown once more while it is renewed, so that the time is part of the key.
  return cachedState(senderDomain(env().RESEND_FROM), Math.floor(Date.now() / 1_000 / KEPT_S));
}

const cachedState = cached<[domain: string, askedAt: number], DomainState>(
  "sender-domain",
  () => [],
  askedOnce,
  () => KEPT_S,
);

// Next bundles this file more than once: one answer for all, also while it is waited for and where nothing is cached, or
// every page that is opened meanwhile would ask the provider, and so take from the requests that mails leave by.
const shared = globalThis as typeof globalThis & {
  posthornSenderDomain?: { asked: string; answer: Promise<DomainState> };
};

/** Only the last answer is kept. Asking never throws, so that none is kept that failed. */
function askedOnce(domain: string, askedAt: number): Promise<DomainState> {
  const asked = JSON.stringify([env().RESEND_BASE_URL, domain, askedAt]);
  if (shared.posthornSenderDomain?.asked !== asked) {
    shared.posthornSenderDomain = { asked, answer: askDomainState(domain, ANSWER_WITHIN_MS) };
  }
  return shared.posthornSenderDomain.answer;
}

/** Whether somebody has a message already. */
export async function hasMessage(ownerId: string): Promise<boolean> {
  return (await database().message.findFirst({ where: { ownerId }, select: { id: true } })) !== null;
}
