import { presentHalt, type Halt } from "@/lib/mailings/halt";
import { nextStep, type Next } from "@/lib/mailings/next-step";
import { mailingRuns, type Progress } from "@/lib/mailings/progress";
import { mailingDetail, type MailingDetail } from "@/lib/mailings/queries";
import type { AttemptSummary } from "@/lib/attempts/queries";
import { reportNow } from "@/lib/reports/runs";
import type { Actor } from "@/lib/users/policy";

export interface WatchedMailing {
  mailing: MailingDetail;
  progress: Progress;
  /** The latest attempt, whether or not it is open; null where it has never run. */
  last: AttemptSummary | null;
  /** What keeps the provider from taking what it has to send; null where nothing does, or it has nothing. */
  halt: Halt | null;
  /** What happens next, by the clock of the engine. */
  next: Next;
}

/**
 * What the page of a mailing shows, with the version that it was read at; null when there is no such mailing for who
 * asks. The version is read first: a change between the two reads makes the page look older than it is, and it is
 * rendered once more. The other way round it would look current, and never show the change.
 */
export async function watchedMailing(actor: Actor, mailingId: string): Promise<WatchedMailing | null> {
  const runs = await mailingRuns(actor, mailingId);
  if (runs === null) return null;
  const [mailing, halted, now] = await Promise.all([
    mailingDetail(actor, mailingId),
    presentHalt(),
    reportNow(),
  ]);
  if (mailing === null) return null;
  const { attempt } = runs.progress;
  const { holds, nextRunAt, audience } = mailing;
  const hasToSend = attempt !== null || (nextRunAt !== null && nextRunAt <= now);
  const halt = hasToSend && holds.length === 0 ? halted : null;
  const facts = {
    ...{ ...mailing, open: attempt, nextProbeAt: halt?.nextProbeAt ?? null },
    archived: mailing.archivedAt !== null,
    recipients: audience.receive,
  };
  return { mailing, ...runs, halt, next: nextStep(facts, now) };
}
