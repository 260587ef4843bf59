import { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { countsSchema } from "@/lib/jobs/claim";
import { jobKinds, kindNamed } from "@/lib/jobs/kinds";
import {
  isMoving,
  jobControls,
  openStatuses,
  unstoppableKinds,
  type JobControls,
  type JobStatus,
} from "@/lib/jobs/policy";
import type { JobFault, JobWork } from "@/lib/jobs/words";
import type { Place } from "@/lib/paging/address";
import { keysetPage, newestFirst, type KeysetPage } from "@/lib/paging/keyset-page";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

const PAGE_SIZE = 20;
/** A page where jobs are begun shows so many of those that go on or have just ended. */
const MOST_SHOWN = 5;
const JUST_ENDED_MINUTES = 10;

export interface JobRow {
  id: string;
  createdAt: Date;
  finishedAt: Date | null;
  status: JobStatus;
  /** It is paused until somebody has answered what its page asks. */
  asks: boolean;
  work: JobWork;
  isUndo: boolean;
  /** "undoing" and "undone" are of a job whose changes are taken back. */
  undo: "none" | "undoing" | "undone";
  total: number | null;
  done: number;
  counts: Readonly<Record<string, number>>;
  fault: JobFault | null;
  controls: JobControls;
}

/** What a page that watches jobs asks for every second. */
export interface JobsProgress {
  /** Changes whenever what the rest of the page shows has changed; otherwise meaningless. */
  version: string;
  jobs: { id: string; moving: boolean; done: number; total: number | null }[];
}

/** One's own jobs, the newest first, twenty a page; null for a role that owns nothing they could be about. */
export async function jobsPage(actor: Actor, place: Place): Promise<KeysetPage<JobRow> | null> {
  if (!mayOwnMailings(actor)) return null;
  const where = ofKnownKinds(actor);
  return keysetPage({
    ...newestFirst,
    size: PAGE_SIZE,
    place,
    read: (from, take) =>
      readJobs({ AND: [where, newestFirst.where(from)] }, newestFirst.orderBy(from), take),
    count: () => database().job.count({ where }),
    countBefore: (row) => database().job.count({ where: { AND: [where, newestFirst.whereBefore(row)] } }),
  });
}

/** One's own jobs that go on, are paused, or ended within the last minutes; the newest first. */
export async function currentJobs(actor: Actor): Promise<JobRow[]> {
  if (!mayOwnMailings(actor)) return [];
  // Most of the time there are none, and a page that shows them asks once.
  const current = await database().$queryRaw<{ id: string }[]>`
    SELECT id FROM jobs WHERE ${isCurrent(actor)}
    ORDER BY finished_at DESC NULLS FIRST, created_at DESC LIMIT ${MOST_SHOWN}`;
  if (current.length === 0) return [];
  const openFirst = [
    { finishedAt: { sort: "desc", nulls: "first" } } as const,
    { createdAt: "desc" } as const,
  ];
  const ids = current.map(({ id }) => id);
  return readJobs({ AND: [ofKnownKinds(actor), { id: { in: ids } }] }, openFirst, MOST_SHOWN);
}

/** Of a row of `jobs`: it is one of `currentJobs`. */
export function isCurrent(actor: Actor): Prisma.Sql {
  return Prisma.sql`jobs.owner_id = ${actor.id}::uuid AND jobs.kind = ANY(${jobKinds.map(({ name }) => name)})
    AND (jobs.status::text = ANY(${[...openStatuses]})
      OR jobs.finished_at >= engine_now() - make_interval(mins => ${JUST_ENDED_MINUTES}::int))`;
}

/** One of one's own jobs; null where there is none. */
export async function jobOf(actor: Actor, id: string): Promise<JobRow | null> {
  if (!mayOwnMailings(actor) || !isId(id)) return null;
  const [job] = await readJobs({ AND: [ofKnownKinds(actor), { id }] }, [], 1);
  return job ?? null;
}

/** How far one's own jobs are that have not ended. Never out of a cache. */
export async function jobsProgress(actor: Actor): Promise<JobsProgress> {
  return progressOf(await currentJobs(actor));
}

export function progressOf(rows: readonly JobRow[]): JobsProgress {
  return {
    version: JSON.stringify(rows.map(({ id, status, undo }) => [id, status, undo])),
    jobs: rows.map(({ id, status, done, total }) => ({ id, moving: isMoving(status), done, total })),
  };
}

function ofKnownKinds(actor: Actor): Prisma.JobWhereInput {
  return { ownerId: actor.id, kind: { in: jobKinds.map(({ name }) => name) } };
}

async function readJobs(
  where: Prisma.JobWhereInput,
  orderBy: Prisma.JobOrderByWithRelationInput[],
  take: number,
): Promise<JobRow[]> {
  const rows = await database().job.findMany({ where, orderBy, take, select: columns });
  return rows.map(shown);
}

const columns = {
  id: true,
  createdAt: true,
  finishedAt: true,
  kind: true,
  input: true,
  status: true,
  asks: true,
  undoesId: true,
  undo: { select: { status: true } },
  total: true,
  done: true,
  counts: true,
  fault: true,
} as const satisfies Prisma.JobSelect;

function shown(job: Prisma.JobGetPayload<{ select: typeof columns }>): JobRow {
  const { id, createdAt, finishedAt, status, asks, total, done, fault, input, undoesId } = job;
  const kind = kindNamed(job.kind);
  if (kind === undefined) throw new Error(`A job of an unknown kind was read: ${job.kind}`);
  const counts = countsSchema.parse(job.counts);
  const undo = job.undo === null ? "none" : job.undo.status === "succeeded" ? "undone" : "undoing";
  const unstoppable = unstoppableKinds.includes(job.kind);
  // Nothing else is written there: lib/jobs/claim.ts and maintain.ts.
  const known = fault as JobFault | null;
  const standing = {
    status,
    fault: known,
    asks,
    unstoppable,
    isUndo: undoesId !== null,
    undone: undo !== "none",
  };
  return {
    ...{ id, createdAt, finishedAt, status, asks, total, done, counts, undo },
    isUndo: undoesId !== null,
    fault: known,
    work: kind.work(input),
    controls: jobControls({ ...standing, undoable: kind.canUndo(input, counts) }),
  };
}
