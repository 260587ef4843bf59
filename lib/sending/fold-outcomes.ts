import type { Database } from "@/lib/db";
import { apart } from "@/lib/sending/apart";
import type { Engine } from "@/lib/sending/engine";

/** Taken by one transaction: 0.2 s where each goes to a figure of its own. */
const DELTAS_AT_ONCE = 10_000;
/** Planning waits for no more than this, in milliseconds, and one transaction. */
const TURN = 500;
/** Of `pg_try_advisory_xact_lock`: whoever folds does so alone. */
const FOLDING = 57_000_014;

/**
 * Adds changes of outcomes up into the figures of attempts. Figures are what is folded and what is not, so they are the same
 * before, meanwhile and after. One transaction at a time, anywhere: another does nothing meanwhile, and no event waits for
 * either, for events only insert. What cannot be folded is reported and stays where it is.
 *
 * @param deadline milliseconds on the clock of `performance.now()`; the next pass takes up what is left
 */
export async function foldOutcomes(engine: Engine, deadline: number): Promise<void> {
  const until = Math.min(deadline, performance.now() + TURN);
  await apart(engine, "outcomes could not be added up", async () => {
    while ((await foldSome(engine.db)) === DELTAS_AT_ONCE && performance.now() < until);
  });
}

/** @returns how many changes it took */
async function foldSome(db: Database): Promise<number> {
  const [some] = await db.$queryRaw<unknown[]>`SELECT 1 FROM outcome_deltas LIMIT 1`;
  if (some === undefined) return 0;
  return db.$transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<
      { mine: boolean }[]
    >`SELECT pg_try_advisory_xact_lock(${FOLDING}::bigint) AS mine`;
    if (lock?.mine !== true) return 0;
    const [folded] = await tx.$queryRaw<{ count: number; attemptIds: string[] }[]>`
      WITH taken AS (
        DELETE FROM outcome_deltas WHERE id IN (SELECT id FROM outcome_deltas ORDER BY id LIMIT ${DELTAS_AT_ONCE}) RETURNING *
      ), quarters AS (
        INSERT INTO outcome_quarters AS known (attempt_id, quarter, kind, count)
        SELECT attempt_id, quarter, kind, sum(change) FROM taken GROUP BY 1, 2, 3 HAVING sum(change) <> 0
        ON CONFLICT (attempt_id, quarter, kind) DO UPDATE SET count = known.count + excluded.count
        RETURNING attempt_id, known.count
      ), domains AS (
        INSERT INTO outcome_domains AS known (attempt_id, domain, kind, count)
        SELECT attempt_id, domain, kind, sum(change) FROM taken GROUP BY 1, 2, 3 HAVING sum(change) <> 0
        ON CONFLICT (attempt_id, domain, kind) DO UPDATE SET count = known.count + excluded.count
        RETURNING attempt_id, known.count
      )
      SELECT (SELECT count(*)::int FROM taken) AS count, coalesce((SELECT array_agg(DISTINCT attempt_id::text) FROM (
        SELECT * FROM quarters UNION ALL SELECT * FROM domains) known WHERE known.count = 0), '{}') AS "attemptIds"`;
    if (folded === undefined) return 0;
    // Nothing stays of the domain of somebody who was erased.
    for (const id of folded.attemptIds) {
      await tx.$executeRaw`DELETE FROM outcome_quarters WHERE attempt_id = ${id}::uuid AND count = 0`;
      await tx.$executeRaw`DELETE FROM outcome_domains WHERE attempt_id = ${id}::uuid AND count = 0`;
    }
    return folded.count;
  });
}
