import type { Prisma } from "@prisma/client";
import { analyzeAfter } from "@/lib/database/analyze";
import type { Database } from "@/lib/db";
import { countsSchema, JOB_LEASE, ownerMayWork, type ClaimedJob } from "@/lib/jobs/claim";
import { stops, type Progress, type Standing } from "@/lib/jobs/kind";
import type { JobStatus } from "@/lib/jobs/policy";

/** Milliseconds; shorter than the lease, so that nobody takes a job up while a step of it is being written. */
const LONGEST_STEP = 40_000;

/** The job was paused, cancelled, or taken over: this run of it is over, and has written nothing since. */
export class JobLost extends Error {
  override readonly name = "JobLost";
}

/** One step of a claimed job: see Steps in lib/jobs/kind.ts. */
export async function commitStep(
  db: Database,
  job: ClaimedJob,
  step: (tx: Prisma.TransactionClient, at: Standing<unknown>) => Promise<Progress<unknown>>,
): Promise<Progress<unknown>> {
  const progress = await db.$transaction(
    async (tx) => {
      const next = await step(tx, await hold(tx, job));
      await store(tx, job, next);
      return next;
    },
    { timeout: LONGEST_STEP },
  );
  if (progress.finished) await analyzeAfter(db, progress.counts["changed"] ?? 0);
  return progress;
}

async function hold(tx: Prisma.TransactionClient, { id, token }: ClaimedJob): Promise<Standing<unknown>> {
  const [at] = await tx.$queryRaw<Standing<unknown>[]>`
    UPDATE jobs j SET lease_until = engine_now() + ${JOB_LEASE} * interval '1 millisecond' FROM users u
    WHERE j.id = ${id}::uuid AND j.claim_token = ${token}::uuid AND j.status = 'running'
      AND u.id = j.owner_id AND ${ownerMayWork}
    RETURNING j.state, j.done, j.counts, j.total`;
  if (at === undefined) throw new JobLost();
  return { ...at, counts: countsSchema.parse(at.counts) };
}

async function store(
  tx: Prisma.TransactionClient,
  { id, token }: ClaimedJob,
  progress: Progress<unknown>,
): Promise<void> {
  const { state, done, counts, total, finished, asks = false, waitsUntil } = progress;
  const status: JobStatus = finished ? "succeeded" : asks ? "paused" : "running";
  const written = await tx.$executeRaw`
    UPDATE jobs SET state = ${JSON.stringify(state)}::jsonb, done = ${done}, counts = ${JSON.stringify(counts)}::jsonb,
      total = coalesce(${total ?? null}::int, total), faults = 0, asks = ${asks}, status = ${status}::job_status,
      finished_at = CASE WHEN ${finished} THEN engine_now() END,
      available_at = coalesce(${waitsUntil ?? null}::timestamptz, engine_now()),
      claim_token = CASE WHEN ${stops(progress)} THEN NULL ELSE claim_token END,
      lease_until = CASE WHEN ${stops(progress)} THEN NULL ELSE lease_until END
    WHERE id = ${id}::uuid AND claim_token = ${token}::uuid AND status = 'running'`;
  if (written !== 1) throw new JobLost();
}
