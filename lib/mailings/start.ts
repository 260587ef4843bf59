import { done, refused, type CommandResult } from "@/lib/commands/result";
import type { Queryable } from "@/lib/db";
import { mailingTags } from "@/lib/mailings/own-mailing";
import { mayControlMailing } from "@/lib/mailings/policy";
import { insertAttempt, lockMailing, type LockedMailing } from "@/lib/sending/plan-attempt";
import type { Actor } from "@/lib/users/policy";

export interface StartRequest {
  mailingId: string;
  /** Issued with the form: the second click finds the first attempt. */
  startId: string;
  /** For a mailing that runs once: whether its scheduled occurrence still comes. */
  keepScheduled: boolean;
  /** The run that was shown where this was asked for, of a mailing that runs once: only while it is to come. */
  inPlaceOf?: Date | undefined;
}

export interface Started {
  attemptId: string;
  /** The start id had its attempt already. */
  already: boolean;
  scheduledRunComes: Date | null;
}

export type StartRefusal = "not_found" | "archived" | "attempt_open" | "held" | "run_gone" | "no_audience";

/** Makes an attempt at once, whatever the schedule. Must run in a transaction. */
export async function startMailing(
  tx: Queryable,
  actor: Actor | "command line",
  request: StartRequest,
  fromAddress: string,
): Promise<CommandResult<Started, StartRefusal>> {
  const mailing = await lockMailing(tx, request.mailingId, "wait");
  if (mailing === null) return refused("not_found");
  if (actor !== "command line" && !mayControlMailing(actor, mailing)) return refused("not_found");
  const first = await attemptOfStart(tx, request.startId);
  if (first !== null) {
    // A start id of another mailing: a form that was tampered with.
    if (first.mailingId !== mailing.id) return refused("not_found");
    return done({ attemptId: first.id, already: true, scheduledRunComes: mailing.nextRunAt }, { wake: true });
  }
  if (mailing.archivedAt !== null) return refused("archived");
  if (mailing.held) return refused("held");
  if (mailing.openAttempt) return refused("attempt_open");
  if (request.inPlaceOf !== undefined && !isToCome(mailing, request.inPlaceOf)) return refused("run_gone");
  if (!(await hasAudience(tx, mailing))) return refused("no_audience");
  const attemptId = await insertAttempt(tx, mailing, fromAddress, {
    kind: "manual",
    status: "planning",
    occurrenceAt: mailing.now,
    skippedOccurrences: 0,
    startId: request.startId,
    startedById: actor === "command line" ? null : actor.id,
  });
  if (attemptId === null) return refused("attempt_open");
  const takesPlace = mailing.period === "once" && mailing.nextRunAt !== null && !request.keepScheduled;
  if (takesPlace) await takeOccurrence(tx, mailing);
  const scheduledRunComes = takesPlace ? null : mailing.nextRunAt;
  return done(
    { attemptId, already: false, scheduledRunComes },
    { tags: mailingTags(mailing.ownerId), wake: true },
  );
}

async function attemptOfStart(
  tx: Queryable,
  startId: string,
): Promise<{ id: string; mailingId: string } | null> {
  const [row] = await tx.$queryRaw<{ id: string; mailingId: string }[]>`
    SELECT id, mailing_id AS "mailingId" FROM attempts WHERE start_id = ${startId}::uuid`;
  return row ?? null;
}

/** Pages are older than the mailing, and each issues a start id of its own: what was shown may have run since. */
function isToCome({ period, nextRunAt }: LockedMailing, run: Date): boolean {
  return period === "once" && nextRunAt?.getTime() === run.getTime();
}

/** Whether anybody is chosen: excluded lists, suppressions and who got the message before are the plan's to look at. */
async function hasAudience(tx: Queryable, { id, ownerId }: LockedMailing): Promise<boolean> {
  // In the index's order: else PostgreSQL hopes for an early member and reads everybody's where a list is empty.
  const [row] = await tx.$queryRaw<{ some: boolean }[]>`
    SELECT CASE WHEN (SELECT to_everybody FROM mailings WHERE id = ${id}::uuid)
      THEN (SELECT 1 FROM recipients WHERE owner_id = ${ownerId}::uuid ORDER BY id LIMIT 1) IS NOT NULL
      ELSE EXISTS (SELECT 1 FROM mailing_recipients WHERE mailing_id = ${id}::uuid)
        OR EXISTS (SELECT 1 FROM mailing_lists c CROSS JOIN LATERAL (
          SELECT 1 FROM list_members WHERE list_id = c.list_id ORDER BY recipient_id LIMIT 1) member
          WHERE c.mailing_id = ${id}::uuid) END AS some`;
  return row?.some === true;
}

/** The start by hand stands for the one occurrence that was to come; a changed schedule is counted anew. */
async function takeOccurrence(tx: Queryable, mailing: LockedMailing): Promise<void> {
  await tx.$executeRaw`UPDATE mailings SET next_run_at = NULL WHERE id = ${mailing.id}::uuid`;
}
