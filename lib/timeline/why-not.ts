import type { DeliveryRow } from "@/lib/attempts/delivery-rows";
import type { AttemptStatus, ClosingReason } from "@/lib/mailings/status";

/** What of a run decides why somebody is not in it. */
export interface RunFacts {
  kind: "scheduled" | "manual" | "retry";
  status: AttemptStatus;
  closingReason: ClosingReason | null;
  createdAt: Date;
  /** When the last recipient was planned; null where that was never reached. */
  plannedAt: Date | null;
  /** How far the plan came, by ids: of recipients, for a retry of deliveries. */
  planCursor: string | null;
  planned: number;
}

/** The recipient who has the address today. */
export interface KnownRecipient {
  id: string;
  createdAt: Date;
  /** Whether the mailing has chosen them by themselves, today. */
  chosen: boolean;
  /** Lists of theirs that the mailing goes to today; when they came in is not known of all. */
  lists: { name: string; addedAt: Date | null }[];
  /** Lists of theirs that the mailing leaves out today. */
  excludedBy: { name: string; addedAt: Date | null }[];
}

export interface WhyNotFacts {
  run: RunFacts;
  recipient: KnownRecipient | null;
  /** What the run has for the address. */
  delivery: DeliveryRow | null;
  /** What it has for the recipient under an address of before. */
  otherAddress: DeliveryRow | null;
  /** Of a retry: what the run that it retries had for them. */
  retried: DeliveryRow | null;
  /** Whether the mailing is held now. */
  held: boolean;
  /** What the mailing goes to today. */
  audience: { everybody: boolean; lists: string[]; single: boolean };
}

export type WhyNot =
  | { code: "delivery"; delivery: DeliveryRow; held: boolean }
  | { code: "other_address"; delivery: DeliveryRow; held: boolean }
  | { code: "missed" | "still_planning" | "held" | "not_a_recipient" | "nobody" }
  | { code: "closed_early"; closing: ClosingReason }
  | { code: "added_later"; at: Date }
  | { code: "retry"; retried: DeliveryRow | null }
  | { code: "joined_later"; list: string; at: Date }
  | { code: "excluded"; list: string }
  | { code: "everybody_since" }
  | { code: "audience_changed"; lists: string[]; single: boolean }
  | { code: "not_in_audience"; lists: string[]; single: boolean };

/**
 * What a run of a mailing did for an address, and where it did nothing, why. What follows from the ledger is said as it
 * is. Of who was in which list when, only what is known today: memberships and audiences have no history.
 */
export function whyNot(facts: WhyNotFacts): WhyNot {
  const { run, recipient, delivery, otherAddress, held } = facts;
  if (delivery !== null) return { code: "delivery", delivery, held: waits(delivery, held) };
  if (otherAddress !== null)
    return { code: "other_address", delivery: otherAddress, held: waits(otherAddress, held) };
  if (run.status === "missed") return { code: "missed" };
  if (recipient === null) return { code: "not_a_recipient" };
  // Whoever came in while it was planned and is not in it came too late as well.
  if (recipient.createdAt > run.createdAt) return { code: "added_later", at: recipient.createdAt };
  if (run.plannedAt === null && !wasPassed(run, recipient)) return unplanned(run, held);
  if (run.kind === "retry") return { code: "retry", retried: facts.retried };
  const excluding = recipient.excludedBy.find(({ addedAt }) => addedAt === null || addedAt <= run.createdAt);
  if (excluding !== undefined) return { code: "excluded", list: excluding.name };
  if (run.planned === 0) return { code: "nobody" };
  return outside(run, recipient, facts.audience);
}

function waits(delivery: DeliveryRow, held: boolean): boolean {
  return held && delivery.status === "pending";
}

/** Whether the plan has gone past them. A retry goes by deliveries, so nobody can say. */
function wasPassed(run: RunFacts, recipient: KnownRecipient): boolean {
  return run.kind !== "retry" && run.planCursor !== null && recipient.id <= run.planCursor;
}

function unplanned({ status, closingReason }: RunFacts, held: boolean): WhyNot {
  if (closingReason !== null) return { code: "closed_early", closing: closingReason };
  if (status !== "planning") return { code: "nobody" };
  return { code: held ? "held" : "still_planning" };
}

/** The plan came to its end without them, so they were not in the audience at that time. */
function outside(run: RunFacts, recipient: KnownRecipient, audience: WhyNotFacts["audience"]): WhyNot {
  const { chosen, lists } = recipient;
  const { everybody, ...rest } = audience;
  if (everybody) return { code: "everybody_since" };
  if (!chosen && lists.length === 0) return { code: "not_in_audience", ...rest };
  const later = lists.flatMap(({ name, addedAt }) =>
    addedAt !== null && addedAt > run.createdAt ? [{ list: name, at: addedAt }] : [],
  );
  const [first] = later;
  // One list that they were in all along would have brought them in: then it is the mailing that has changed.
  if (first !== undefined && !chosen && later.length === lists.length)
    return { code: "joined_later", ...first };
  return { code: "audience_changed", lists: lists.map(({ name }) => name), single: chosen };
}
