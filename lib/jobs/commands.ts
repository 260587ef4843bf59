import { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { done, refused, type Change, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { countsSchema } from "@/lib/jobs/claim";
import { kindNamed } from "@/lib/jobs/kinds";
import { cancelled, oneOf, stoppable } from "@/lib/jobs/cancel";
import { endedStatuses, movingStatuses, openStatuses, PASSING_FAULT } from "@/lib/jobs/policy";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Whoever calls openJob asks for this as well: the job begins at once. */
export const jobOpened: Partial<Change> = { job: true };

interface NewJob {
  ownerId: string;
  /** Of its kind's schema. */
  input: object;
  total: number | null;
}

/** Queues a job of a kind, in the transaction that has found it allowed. */
export async function openJob(
  tx: Queryable,
  kind: string,
  { ownerId, input, total }: NewJob,
): Promise<{ id: string }> {
  const [job] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO jobs (owner_id, kind, input, total, available_at, created_at)
    VALUES (${ownerId}::uuid, ${kind}, ${JSON.stringify(input)}::jsonb, ${total}::int, engine_now(), engine_now())
    RETURNING id`;
  if (job === undefined) throw new Error("a job was inserted and is not there");
  return job;
}

type Controlled<Code extends string> = Promise<CommandResult<null, Code | "not_found" | "forbidden">>;

/** A job that is paused stays where it is until somebody resumes it; a step that is being written is waited for. */
export function pauseJob(actor: Actor, id: string): Controlled<"job_over"> {
  return change(actor, id, "job_over", {
    set: Prisma.sql`status = 'paused', claim_token = NULL, lease_until = NULL`,
    where: Prisma.sql`${oneOf(movingStatuses)} AND ${stoppable}`,
  });
}

/** Goes on with a job that was paused, or that failed by what may pass, unless it waits for an answer or its changes were taken back. */
export function resumeJob(actor: Actor, id: string): Controlled<"job_not_held"> {
  return change(actor, id, "job_not_held", {
    set: Prisma.sql`status = 'queued', fault = NULL, faults = 0, finished_at = NULL, available_at = engine_now()`,
    where: Prisma.sql`(status = 'paused' AND NOT asks OR status = 'failed' AND fault = ${PASSING_FAULT})
      AND NOT EXISTS (SELECT 1 FROM jobs u WHERE u.undoes_id = jobs.id)`,
    wakes: true,
  });
}

/** Ends a job for good. What it has changed stays changed. */
export function cancelJob(actor: Actor, id: string): Controlled<"job_over"> {
  return change(actor, id, "job_over", {
    set: cancelled,
    where: Prisma.sql`${oneOf(openStatuses)} AND undoes_id IS NULL AND ${stoppable}`,
  });
}

/**
 * Goes on with a job that waits for an answer.
 * @param answer what becomes of its state
 */
export function answerJob(
  actor: Actor,
  id: string,
  kind: string,
  answer: object,
): Controlled<"job_not_held"> {
  return change(actor, id, "job_not_held", {
    set: Prisma.sql`status = 'queued', asks = FALSE, state = state || ${JSON.stringify(answer)}::jsonb,
      available_at = engine_now()`,
    where: Prisma.sql`status = 'paused' AND asks AND kind = ${kind}`,
    wakes: true,
  });
}

interface Transition {
  set: Prisma.Sql;
  /** Names the old status. */
  where: Prisma.Sql;
  wakes?: boolean;
}

function change<Code extends string>(
  actor: Actor,
  id: string,
  otherwise: Code,
  { set, where, wakes = false }: Transition,
): Controlled<Code> {
  return withActor<null, Code | "not_found">(actor, mayOwnMailings, async (tx) => {
    if (!isId(id)) return refused("not_found");
    const own = Prisma.sql`id = ${id}::uuid AND owner_id = ${actor.id}::uuid`;
    const [job] = await tx.$queryRaw<{ kind: string; input: unknown }[]>`
      UPDATE jobs SET ${set} WHERE ${own} AND ${where} RETURNING kind, input`;
    // A step that was committed a moment ago may not have been told of yet.
    if (job !== undefined)
      return done(null, { job: wakes, tags: kindNamed(job.kind)?.tags(actor.id, job.input).ended ?? [] });
    const there = await tx.$queryRaw<unknown[]>`SELECT 1 FROM jobs WHERE ${own}`;
    return refused(there.length === 0 ? "not_found" : otherwise);
  });
}

interface Ended {
  kind: string;
  input: object;
  counts: unknown;
}

/** Takes back what a job that has ended changed, as a job. Once. */
export function undoJob(actor: Actor, id: string): Controlled<"job_not_undoable" | "job_undone"> {
  return withActor(actor, mayOwnMailings, async (tx) => {
    if (!isId(id)) return refused("not_found");
    const own = Prisma.sql`id = ${id}::uuid AND owner_id = ${actor.id}::uuid`;
    const [job] = await tx.$queryRaw<Ended[]>`
      SELECT kind, input, counts FROM jobs WHERE ${own} AND ${oneOf(endedStatuses)} AND undoes_id IS NULL FOR UPDATE`;
    if (job === undefined) {
      const there = await tx.$queryRaw<unknown[]>`SELECT 1 FROM jobs WHERE ${own}`;
      return refused(there.length === 0 ? "not_found" : "job_not_undoable");
    }
    const kind = kindNamed(job.kind);
    const counts = countsSchema.parse(job.counts);
    if (kind === undefined || !kind.canUndo(job.input, counts)) return refused("job_not_undoable");
    const opened = await tx.$executeRaw`
      INSERT INTO jobs (owner_id, kind, input, undoes_id, total, available_at, created_at)
      VALUES (${actor.id}::uuid, ${job.kind}, ${JSON.stringify(job.input)}::jsonb, ${id}::uuid,
        ${kind.undoTotal(counts)}::int, engine_now(), engine_now())
      ON CONFLICT (undoes_id) DO NOTHING`;
    return opened === 0 ? refused("job_undone") : done(null, jobOpened);
  });
}
