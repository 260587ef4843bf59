import { z } from "zod";
import { pendingOf } from "@/lib/attempts/counts";
import { latestAttempt, type AttemptSummary, type LatestAttempt } from "@/lib/attempts/queries";
import { database } from "@/lib/db";
import { maySeeMailing } from "@/lib/mailings/policy";
import { ownerFacts } from "@/lib/mailings/queries";
import { localDay } from "@/lib/mailings/clock-changes";
import { measuredPace, type MeasuredPace } from "@/lib/mailings/measured-pace";
import { holds, type AttemptCounts, type HoldFacts, type MailingStatus } from "@/lib/mailings/status";
import type { Actor } from "@/lib/users/policy";

/** What the page of a mailing asks for every second while it sends. */
export interface Progress {
  /** Changes whenever what the rest of the page shows has changed; otherwise meaningless. */
  version: string;
  /** The open attempt; null when none is. */
  attempt: (AttemptCounts & { id: string; planning: boolean; pace: MeasuredPace | null }) | null;
  /** What the next tick brings while none is open: a run that is due, or the end of a mailing that has none to come. */
  awaits: "run" | "end" | null;
}

/** A mailing's progress, never out of a cache; null when there is no such mailing for who asks. */
export async function mailingProgress(actor: Actor, mailingId: string): Promise<Progress | null> {
  return (await mailingRuns(actor, mailingId))?.progress ?? null;
}

/** The same with the latest attempt, whether or not it is open; null where it has never run. */
export async function mailingRuns(
  actor: Actor,
  mailingId: string,
): Promise<{ progress: Progress; last: AttemptSummary | null } | null> {
  if (!z.uuid().safeParse(mailingId).success) return null;
  const [found, last, halt] = await Promise.all([
    database().mailing.findUnique({
      where: { id: mailingId },
      select: {
        ownerId: true,
        timeZone: true,
        status: true,
        nextRunAt: true,
        updatedAt: true,
        pausedAt: true,
        stoppedAt: true,
        protectedAt: true,
        owner: { select: { role: true, blockedAt: true, closedAt: true, blockedReason: true } },
      },
    }),
    latestAttempt(mailingId),
    database().providerState.findUnique({ where: { id: 1 }, select: { haltedAt: true, nextProbeAt: true } }),
  ]);
  if (found === null || !maySeeMailing(actor, found)) return null;
  const { timeZone, ...mailing } = found;
  // The page says "today" and "tomorrow".
  const today = localDay(new Date(), timeZone);
  const version = JSON.stringify([mailing, last?.id ?? null, last?.status ?? null, halt, today]);
  const attempt = last && openOne(last);
  const awaits = attempt === null ? await awaited(mailingId, mailing) : null;
  return { progress: { version, attempt, awaits }, last };
}

interface Facts extends Pick<HoldFacts, "pausedAt" | "stoppedAt" | "protectedAt"> {
  status: MailingStatus;
  nextRunAt: Date | null;
  owner: { role: string; blockedAt: Date | null; closedAt: Date | null };
}

async function awaited(mailingId: string, { owner, ...mailing }: Facts): Promise<Progress["awaits"]> {
  if (mailing.nextRunAt === null) return mailing.status === "finished" ? null : "end";
  if (holds({ ...mailing, ...ownerFacts(owner) }).length > 0) return null;
  const [found] = await database().$queryRaw<{ isDue: boolean }[]>`
    SELECT next_run_at <= engine_now() AS "isDue" FROM mailings WHERE id = ${mailingId}::uuid`;
  return found?.isDue === true ? "run" : null;
}

function openOne(attempt: LatestAttempt): Progress["attempt"] {
  const { id, lately, status, planned, accepted, rejected, skipped, cancelled, uncertain } = attempt;
  if (status !== "planning" && status !== "sending") return null;
  return {
    ...{ id, planning: status === "planning", pace: measuredPace(lately, pendingOf(attempt)) },
    ...{ planned, accepted, rejected, skipped, cancelled, uncertain },
  };
}
