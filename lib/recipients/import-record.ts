import { randomUUID } from "node:crypto";
import { z } from "zod";
import { cacheTags } from "@/lib/cache/tags";
import type { Database } from "@/lib/db";
import { JobFailed, jobKind } from "@/lib/jobs/kind";
import type { JobFault } from "@/lib/jobs/words";
import type { ImportSummary } from "@/lib/recipients/import";
import { countsOf } from "@/lib/recipients/import-steps";

export const COMMAND_IMPORT = "import_command";

/** Milliseconds without a word from a command after which it is taken for dead: a chunk may wait two minutes for another import. */
export const COMMAND_LEASE = 300_000;
/** Milliseconds between two of its words. */
const INTERVAL = 1_000;

/**
 * The import of a file that only the command has which reads it: listed among the jobs, told of by the command, and ended by
 * it alone. A runner that comes to take a step finds the command dead.
 */
export const commandImport = jobKind({
  name: COMMAND_IMPORT,
  input: z.object({ name: z.string() }),
  state: z.object({}),
  tags: (ownerId) => ({
    moving: [cacheTags.recipients(ownerId)],
    ended: [cacheTags.recipients(ownerId), cacheTags.clients()],
  }),
  work: ({ name }) => ({ text: "import_command", name }),
  run: () => Promise.reject(new JobFailed("command_ended")),
});

/** Tells the list of jobs how far a command is with its import. */
export class ImportRecord {
  #told = performance.now();
  #telling: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly db: Database,
    readonly id: string,
    readonly token: string,
  ) {}

  /** @param name of the file */
  static async begin(db: Database, ownerId: string, name: string): Promise<ImportRecord> {
    const token = randomUUID();
    const [job] = await db.$queryRaw<{ id: string }[]>`
      INSERT INTO jobs (owner_id, kind, input, status, claim_token, lease_until, available_at, created_at, started_at, ran_at)
      SELECT ${ownerId}::uuid, ${COMMAND_IMPORT}, ${JSON.stringify({ name })}::jsonb, 'running', ${token}::uuid,
        now + ${COMMAND_LEASE} * interval '1 millisecond', now, now, now, now
      FROM engine_now() now RETURNING id`;
    if (job === undefined) throw new Error("a job was inserted and is not there");
    return new ImportRecord(db, job.id, token);
  }

  /** At most once a second. */
  show(summary: ImportSummary): void {
    if (performance.now() - this.#told < INTERVAL) return;
    this.#told = performance.now();
    this.#telling = this.#telling.then(() => this.#store(summary));
    // Asked for at the end.
    this.#telling.catch(() => undefined);
  }

  /** @param fault null where the file was read to its end */
  async end(summary: ImportSummary, fault: JobFault | null): Promise<void> {
    await this.#telling;
    await this.#store(summary);
    await this.db.$executeRaw`
      UPDATE jobs SET status = CASE WHEN ${fault}::text IS NULL THEN 'succeeded' ELSE 'failed' END::job_status,
        fault = ${fault}::text, total = done, finished_at = engine_now(), claim_token = NULL, lease_until = NULL
      WHERE id = ${this.id}::uuid AND claim_token = ${this.token}::uuid`;
  }

  async #store(summary: ImportSummary): Promise<void> {
    await this.db.$executeRaw`
      UPDATE jobs SET done = ${summary.rows}, counts = ${JSON.stringify(countsOf(summary))}::jsonb,
        lease_until = engine_now() + ${COMMAND_LEASE} * interval '1 millisecond'
      WHERE id = ${this.id}::uuid AND claim_token = ${this.token}::uuid`;
  }
}
