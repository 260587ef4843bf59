export const mailingStatuses = ["created", "running", "finished"] as const;

export type MailingStatus = (typeof mailingStatuses)[number];

export const mailingHolds = ["paused", "stopped", "owner_blocked", "owner_role", "protected"] as const;

export type Hold = (typeof mailingHolds)[number];

export interface HoldFacts {
  pausedAt: Date | null;
  stoppedAt: Date | null;
  protectedAt: Date | null;
  ownerBlockedAt: Date | null;
  /** An account that was closed holds like a blocked one. */
  ownerClosedAt?: Date | null;
  ownerRole: string;
}

export const attemptStatuses = [
  "planning",
  "sending",
  "succeeded",
  "partly_failed",
  "failed",
  "stopped",
  "cancelled",
  "missed",
] as const;

export type AttemptStatus = (typeof attemptStatuses)[number];

/** Why an attempt was closed before its end; finished: by hand, over: the schedule's end passed. */
export type ClosingReason = "finished" | "superseded" | "over" | "missed" | "archived";

/** Deliveries of one attempt. */
export interface AttemptCounts {
  planned: number;
  accepted: number;
  rejected: number;
  skipped: number;
  cancelled: number;
  uncertain: number;
}

/** Everything that keeps a mailing from sending beside its status; empty: nothing does. */
export function holds(facts: HoldFacts): Hold[] {
  const found: Hold[] = [];
  if (facts.pausedAt !== null) found.push("paused");
  if (facts.stoppedAt !== null) found.push("stopped");
  if (facts.ownerBlockedAt !== null || (facts.ownerClosedAt ?? null) !== null) found.push("owner_blocked");
  if (!ownsMailings(facts.ownerRole)) found.push("owner_role");
  if (facts.protectedAt !== null) found.push("protected");
  return found;
}

/** Created or running, and not held. */
export function isActive(status: MailingStatus, facts: HoldFacts): boolean {
  return status !== "finished" && holds(facts).length === 0;
}

/** The status that a mailing's stored facts amount to; `attempts` counts all of its attempts. */
export function mailingStatus(facts: {
  nextRunAt: Date | null;
  openAttempt: boolean;
  attempts: number;
}): MailingStatus {
  if (facts.nextRunAt === null && !facts.openAttempt) return "finished";
  return facts.attempts === 0 ? "created" : "running";
}

/** The status of an attempt that has no open delivery left. */
export function closedAttemptStatus(
  counts: AttemptCounts,
  closing: ClosingReason | null,
): Exclude<AttemptStatus, "planning" | "sending"> {
  if (closing === "missed") return "missed";
  // Nobody may have been written to: nobody to write to, all skipped, or closed before the first request.
  if (counts.accepted + counts.rejected + counts.uncertain === 0) return "cancelled";
  if ((closing === "finished" || closing === "archived") && counts.cancelled > 0) return "stopped";
  if (counts.rejected + counts.cancelled + counts.uncertain === 0) return "succeeded";
  return counts.accepted === 0 ? "failed" : "partly_failed";
}

/** The class that figures ask for: successful, unsuccessful, or null while the attempt is open. */
export function isSuccessful(status: AttemptStatus): boolean | null {
  switch (status) {
    case "planning":
    case "sending":
      return null;
    case "succeeded":
      return true;
    case "partly_failed":
    case "failed":
    case "stopped":
    case "cancelled":
    case "missed":
      return false;
  }
}

/** Only the roles named here send; a role that nobody has heard of does not. */
function ownsMailings(role: string): boolean {
  return role === "user" || role === "admin";
}
