import { randomUUID } from "node:crypto";
import { Prisma } from "@prisma/client";
import { z } from "zod";
import type { Queryable } from "@/lib/db";
import { lastingKinds, unstoppableKinds } from "@/lib/jobs/policy";

/** Milliseconds for which a runner holds a job without a step: longer than the longest step. */
export const JOB_LEASE = 60_000;
/** Unexpected faults in a row after which a job fails. */
const MOST_FAULTS = 5;
/** The waits before the next try grow up to an hour. */
const MOST_DOUBLINGS = 12;

export interface ClaimedJob {
  id: string;
  ownerId: string;
  kind: string;
  undoesId: string | null;
  input: unknown;
  token: string;
}

export const countsSchema = z.record(z.string(), z.number());

/** Of a job `j` and its owner `u`: what holds an owner's mailings holds their jobs. */
export const ownerMayWork = Prisma.sql`(j.kind = ANY(${[...unstoppableKinds]}::text[])
  OR (u.blocked_at IS NULL AND u.closed_at IS NULL AND u.role IN ('user', 'admin')))`;

const claimable = (kinds: string[]) => Prisma.sql`
  j.status IN ('queued', 'running') AND j.kind = ANY(${kinds}) AND j.available_at <= engine_now()
  AND (j.lease_until IS NULL OR j.lease_until <= engine_now()) AND ${ownerMayWork}`;

/**
 * Takes the job that has waited longest for its turn; null where none is free. A job of a runner that died is free again.
 * @param id of the only one that is looked for
 */
export async function claimJob(db: Queryable, kinds: string[], id?: string): Promise<ClaimedJob | null> {
  const token = randomUUID();
  const [job] = await db.$queryRaw<Omit<ClaimedJob, "token">[]>`
    UPDATE jobs SET status = 'running', claim_token = ${token}::uuid, ran_at = engine_now(),
      lease_until = engine_now() + ${JOB_LEASE} * interval '1 millisecond',
      started_at = coalesce(started_at, engine_now())
    WHERE id = (
      SELECT j.id FROM jobs j JOIN users u ON u.id = j.owner_id WHERE ${claimable(kinds)}
        AND (${id ?? null}::uuid IS NULL OR j.id = ${id ?? null}::uuid)
      ORDER BY j.ran_at NULLS FIRST, j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED)
    RETURNING id, owner_id AS "ownerId", kind, undoes_id AS "undoesId", input`;
  return job === undefined ? null : { ...job, token };
}

/** Whether there is one to claim. */
export async function isJobFree(db: Queryable, kinds: string[]): Promise<boolean> {
  const free = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM jobs j JOIN users u ON u.id = j.owner_id WHERE ${claimable(kinds)} LIMIT 1`;
  return free.length > 0;
}

const unclaimed = Prisma.sql`claim_token = NULL, lease_until = NULL`;
const mine = ({ id, token }: ClaimedJob) =>
  Prisma.sql`id = ${id}::uuid AND claim_token = ${token}::uuid AND status = 'running'`;

/** Lets it go: another runner may take it up at once. */
export async function releaseJob(db: Queryable, job: ClaimedJob): Promise<void> {
  await db.$executeRaw`UPDATE jobs SET ${unclaimed} WHERE ${mine(job)}`;
}

export async function failJob(db: Queryable, job: ClaimedJob, fault: string): Promise<void> {
  await db.$executeRaw`
    UPDATE jobs SET status = 'failed', fault = ${fault}, finished_at = engine_now(), ${unclaimed} WHERE ${mine(job)}`;
}

/** After an unexpected fault: later again, twice as long each time; after five in a row it fails, unless it must not. */
export async function setBackJob(db: Queryable, job: ClaimedJob): Promise<void> {
  const fails = Prisma.sql`(faults + 1 >= ${MOST_FAULTS} AND kind <> ALL(${[...lastingKinds]}::text[]))`;
  await db.$executeRaw`
    UPDATE jobs SET faults = faults + 1, ${unclaimed},
      available_at = engine_now() + power(2, least(faults, ${MOST_DOUBLINGS})) * interval '1 second',
      status = CASE WHEN ${fails} THEN 'failed' ELSE 'running' END::job_status,
      fault = CASE WHEN ${fails} THEN 'unexpected' END,
      finished_at = CASE WHEN ${fails} THEN engine_now() END
    WHERE ${mine(job)}`;
}
