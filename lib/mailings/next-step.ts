import { localDay } from "@/lib/mailings/clock-changes";
import type { Hold, MailingStatus } from "@/lib/mailings/status";

export interface NextFacts {
  status: MailingStatus;
  archived: boolean;
  holds: readonly Hold[];
  /** Whether who reads it may resume it. */
  mayControl: boolean;
  nextRunAt: Date | null;
  timeZone: string;
  /** The open attempt; null when none is. */
  open: { planning: boolean } | null;
  /** When the provider is asked again that lets nothing through; null while it does. */
  nextProbeAt: Date | null;
  /** To whom it would go now: neither suppressed nor left out. */
  recipients: number;
}

/** A day as people name it in the mailing's zone. */
export type NamedDay = "today" | "tomorrow" | "other";

/** What happens next with a mailing. */
export type NextStep =
  // Nothing any more.
  | "deleted"
  | "finished"
  | "ending"
  // An attempt is open: it goes out, waits for the provider, or is held, which who reads it may end or not.
  | "planning"
  | "sending"
  | "waiting"
  | "paused"
  | "held"
  // A run is due or comes; or would, were it not held.
  | "due"
  | "comes"
  | "dueToNobody"
  | "comesToNobody"
  | "pausedRun"
  | "heldRun"
  // Held, with nothing to come.
  | "pausedIdle"
  | "heldIdle";

export interface Next {
  step: NextStep;
  /** How many it would reach. */
  recipients: number;
  /** The next run, after the open attempt where one is. */
  run: { at: Date; day: NamedDay; isDue: boolean } | null;
  probe: { at: Date; day: NamedDay } | null;
}

/** What happens next with a mailing, at `now`. */
export function nextStep(facts: NextFacts, now: Date): Next {
  const { nextRunAt, nextProbeAt, timeZone, recipients } = facts;
  const named = (at: Date) => ({ at, day: namedDay(at, now, timeZone) });
  return {
    step: kindOf(facts, now),
    recipients,
    run: nextRunAt && { ...named(nextRunAt), isDue: nextRunAt <= now },
    probe: nextProbeAt && named(nextProbeAt),
  };
}

/** By the calendar of the zone: at 23:00, what comes in two hours comes tomorrow. */
function namedDay(at: Date, now: Date, timeZone: string): NamedDay {
  const { days } = localDay(now, timeZone).until(localDay(at, timeZone), { largestUnit: "days" });
  if (days === 0) return "today";
  return days === 1 ? "tomorrow" : "other";
}

function kindOf(facts: NextFacts, now: Date): NextStep {
  const { status, archived, holds, nextRunAt, open } = facts;
  if (archived) return "deleted";
  if (holds.length > 0) return heldKind(facts);
  if (open !== null) {
    if (facts.nextProbeAt !== null) return "waiting";
    return open.planning ? "planning" : "sending";
  }
  if (nextRunAt === null) return status === "finished" ? "finished" : "ending";
  const isDue = nextRunAt <= now;
  if (facts.recipients === 0) return isDue ? "dueToNobody" : "comesToNobody";
  return isDue ? "due" : "comes";
}

/** A pause is ended by its owner; what else holds a mailing is ended by others. */
function heldKind({ holds, mayControl, open, nextRunAt, status }: NextFacts): NextStep {
  const ends = mayControl && holds.every((hold) => hold === "paused" || hold === "protected");
  if (open !== null) return ends ? "paused" : "held";
  if (nextRunAt !== null) return ends ? "pausedRun" : "heldRun";
  if (status === "finished") return "finished";
  return ends ? "pausedIdle" : "heldIdle";
}
