import type { Database } from "@/lib/db";
import { claimJob, failJob, isJobFree, releaseJob, setBackJob, type ClaimedJob } from "@/lib/jobs/claim";
import { commitStep, JobLost } from "@/lib/jobs/commit";
import { JobFailed, stops, type JobKind } from "@/lib/jobs/kind";

/** All that running jobs stands on. */
export interface JobHost {
  db: Database;
  kinds: readonly JobKind[];
  /** Told which cached reads are old. */
  changed: (tags: string[]) => Promise<void>;
  /** Told of what nobody can answer for a person. */
  report: (message: string, error: unknown) => void;
  /** Between two steps; tests look in there. */
  stepped?: () => Promise<void> | void;
}

interface RunOptions {
  /** Milliseconds after which no further step begins. */
  time: number;
  signal?: AbortSignal;
}

/** Milliseconds of a job's turn, after which the one that has waited longest has its own. */
const TURN = 5_000;
const REFRESH_INTERVAL = 2_000;

/**
 * Runs jobs in turns until none is free or the time is over. Any number of runners may run at once, anywhere; what one
 * leaves, by its deadline or its death, another takes up at the step where it stands.
 *
 * @returns whether jobs are left that could go on at once
 * @throws what the database throws outside of a job; nothing is lost by it
 */
export async function runJobs(host: JobHost, { time, signal }: RunOptions): Promise<{ left: boolean }> {
  const names = host.kinds.map(({ name }) => name);
  const until = performance.now() + time;
  while (performance.now() < until && signal?.aborted !== true) {
    const job = await claimJob(host.db, names);
    if (job === null) return { left: false };
    await runTurn(host, job, Math.min(TURN, until - performance.now()), signal);
  }
  return { left: await isJobFree(host.db, names) };
}

/**
 * Runs one job for so many milliseconds, unless another runner has it.
 *
 * @returns how it stands then
 */
export async function runJob(host: JobHost, id: string, time: number): Promise<{ status: string }> {
  const names = host.kinds.map(({ name }) => name);
  const job = await claimJob(host.db, names, id);
  if (job !== null) await runTurn(host, job, time, undefined);
  return host.db.job.findUniqueOrThrow({ where: { id }, select: { status: true } });
}

async function runTurn(
  host: JobHost,
  job: ClaimedJob,
  time: number,
  ending: AbortSignal | undefined,
): Promise<void> {
  const over = AbortSignal.timeout(Math.max(1, Math.ceil(time)));
  const signal = ending === undefined ? over : AbortSignal.any([over, ending]);
  const refresher = new Refresher(host, job);
  try {
    const stopped = await runUntil(host, job, signal, refresher);
    if (!stopped && !signal.aborted)
      throw new Error(`The ${job.kind} job ${job.id} returned before its end.`);
    if (stopped) return;
    refresher.goesOn();
    await releaseJob(host.db, job);
  } catch (error) {
    if (error instanceof JobFailed) await failJob(host.db, job, error.fault);
    else if (!(error instanceof JobLost)) {
      host.report(`a step of the ${job.kind} job ${job.id} failed`, error);
      await setBackJob(host.db, job);
    }
  } finally {
    await refresher.end();
  }
}

/** True where it has nothing left to do, or nothing for now. */
async function runUntil(
  host: JobHost,
  job: ClaimedJob,
  signal: AbortSignal,
  refresher: Refresher,
): Promise<boolean> {
  let stopped = false;
  const { token: _token, kind: _kind, ...running } = job;
  await kindOf(host, job).run(running, {
    signal,
    commit: async (step) => {
      const progress = await commitStep(host.db, job, step);
      stopped = stops(progress);
      refresher.moved();
      await host.stepped?.();
      return progress;
    },
  });
  return stopped;
}

/** Tells of changes every two seconds while they happen, and of all at the end. */
class Refresher {
  #last = performance.now();
  #moved = false;
  #goesOn = false;
  readonly #telling: Promise<void>[] = [];

  constructor(
    readonly host: JobHost,
    readonly job: ClaimedJob,
  ) {}

  moved(): void {
    this.#moved = true;
    if (performance.now() - this.#last < REFRESH_INTERVAL) return;
    this.#last = performance.now();
    // Not waited for on the way: whoever is told may be slow.
    this.#telling.push(this.host.changed(this.#tags().moving));
  }

  /** The turn ends, the job does not. */
  goesOn(): void {
    this.#goesOn = true;
  }

  async end(): Promise<void> {
    const { moving, ended } = this.#tags();
    if (this.#moved) this.#telling.push(this.host.changed(this.#goesOn ? moving : ended));
    await Promise.all(this.#telling);
  }

  #tags() {
    return kindOf(this.host, this.job).tags(this.job.ownerId, this.job.input);
  }
}

function kindOf({ kinds }: JobHost, job: ClaimedJob): JobKind {
  const kind = kinds.find(({ name }) => name === job.kind);
  if (kind === undefined) throw new Error(`A job of an unknown kind was claimed: ${job.kind}`);
  return kind;
}
