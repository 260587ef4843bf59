import type { World } from "@/tests/support/world";

/** What the ledger and the provider's own record say about everything that was ever planned. */
export interface Proof {
  /** Faults that `verify` finds. */
  faults: unknown[];
  attempts: Record<string, number>;
  deliveries: Record<string, number>;
  /** Sums over all attempts. */
  planned: number;
  accepted: number;
  /** Mails that the provider took. */
  taken: number;
  /** Deliveries that it took more than once, and addresses that got more than one mail. */
  twice: number;
  /** Accepted deliveries whose id in the ledger is not the one the provider gave that very mail. */
  wrongIds: number;
  /** Mails whose address is not that of the delivery in their tag. */
  misaddressed: number;
  /** Deliveries that the provider took and the ledger does not call accepted. */
  unnoticed: number;
}

interface Delivery {
  id: string;
  address: string;
  status: string;
  providerId: string | null;
}

/** A mail in a provider's record. */
export interface TakenMail {
  id: string;
  to: readonly string[];
  tags: readonly { name: string; value: string }[];
}

export async function prove(world: World, mails: readonly TakenMail[]): Promise<Proof> {
  const deliveries = await world.db.$queryRaw<Delivery[]>`
    SELECT id, address, status::text, provider_id AS "providerId" FROM deliveries`;
  const addresses = new Map(deliveries.map(({ id, address }) => [id, address]));
  const attempts = await world.db.attempt.findMany({
    select: { status: true, planned: true, accepted: true },
  });
  const ids = new Map<string, string[]>();
  for (const mail of mails) {
    const delivery = deliveryOf(mail);
    ids.set(delivery, [...(ids.get(delivery) ?? []), mail.id]);
  }
  const accepted = deliveries.filter(({ status }) => status === "accepted");
  const acceptedIds = new Set(accepted.map(({ id }) => id));
  return {
    faults: await world.verify(),
    attempts: countBy(attempts.map(({ status }) => status)),
    deliveries: countBy(deliveries.map(({ status }) => status)),
    planned: attempts.reduce((sum, attempt) => sum + attempt.planned, 0),
    accepted: attempts.reduce((sum, attempt) => sum + attempt.accepted, 0),
    taken: mails.length,
    twice:
      [...ids.values()].filter((given) => given.length > 1).length +
      Object.values(countBy(mails.flatMap(({ to }) => to))).filter((count) => count > 1).length,
    wrongIds: accepted.filter(({ id, providerId }) => ids.get(id)?.[0] !== providerId).length,
    misaddressed: mails.filter((mail) => mail.to.join() !== addresses.get(deliveryOf(mail))).length,
    unnoticed: [...ids.keys()].filter((id) => !acceptedIds.has(id)).length,
  };
}

/** The proof of a ledger in which so many recipients of so many mailings got one mail each. */
export function flawless(attempts: number, recipients: number): Proof {
  return {
    faults: [],
    attempts: { succeeded: attempts },
    deliveries: { accepted: recipients },
    planned: recipients,
    accepted: recipients,
    taken: recipients,
    twice: 0,
    wrongIds: 0,
    misaddressed: 0,
    unnoticed: 0,
  };
}

function deliveryOf(mail: TakenMail): string {
  return mail.tags.find(({ name }) => name === "delivery")?.value ?? "";
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
