import type { Queryable } from "@/lib/db";
import type { Engine } from "@/lib/sending/engine";
import { apart } from "@/lib/sending/apart";
import { lockMessagePlans } from "@/lib/sending/got-before";
import { peopleOf, type PlannedAttempt } from "@/lib/sending/plan-people";
import { onlyMailing, unheld } from "@/lib/sending/unheld";

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
/** Recipients from which on PostgreSQL's planner is told: it may have kept plans for tables that were nearly empty. */
const ANALYZE_FROM = 5_000;
const CHUNK_TIMEOUT = 60_000;

interface PlanningAttempt extends PlannedAttempt {
  planCursor: string | null;
  nextSeq: number;
  batchSize: number;
  planned: number;
}

export interface PlanProgress {
  /** Deliveries planned now. */
  planned: number;
  /** Time ran out before the audiences did. */
  unfinished: boolean;
}

interface Chunk {
  cursor: string | null;
  seen: number;
  planned: number;
  batches: number;
}

/**
 * Plans open attempts chunk by chunk until their audiences end, the deadline comes or a hold is set.
 * Whoever comes next goes on at the cursor.
 *
 * @param until milliseconds on the clock of `performance.now()`; one chunk is planned in any case
 */
export async function planDeliveries(
  engine: Engine,
  until: number,
  mailingId?: string,
): Promise<PlanProgress> {
  const open = await engine.db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM attempts a JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id
    WHERE a.status = 'planning' AND a.closing_reason IS NULL AND ${unheld} AND ${onlyMailing(mailingId)}
    ORDER BY a.id`;
  let planned = 0;
  let chunks = 0;
  // In turns, so that an audience of a million does not keep one of ten waiting.
  let turns = open.map((attempt) => attempt.id);
  while (turns.length > 0) {
    const unfinished: string[] = [];
    for (const id of turns) {
      if (chunks > 0 && performance.now() >= until) return { planned, unfinished: true };
      const chunk = await apart(engine, `attempt ${id} could not be planned`, () => planChunk(engine, id));
      if (chunk === undefined) continue;
      chunks += 1;
      planned += chunk.planned;
      if (!chunk.ended) unfinished.push(id);
      else if (chunk.total >= ANALYZE_FROM) await refreshStatistics(engine.db, chunk.total);
      await engine.reached("chunk_planned");
    }
    turns = unfinished;
  }
  return { planned, unfinished: false };
}

/** Deliveries only where they grew by a tenth, as autovacuum would some time later: the sample costs up to a second. */
async function refreshStatistics(db: Queryable, planned: number): Promise<void> {
  await db.$executeRaw`ANALYZE batches`;
  const [table] = await db.$queryRaw<{ grown: boolean }[]>`
    SELECT ${planned}::int > reltuples / 10 AS grown FROM pg_class WHERE oid = 'deliveries'::regclass`;
  if (table?.grown === true) await db.$executeRaw`ANALYZE deliveries`;
}

/** One transaction; `ended` also where somebody else plans this attempt or it may not go on. */
async function planChunk(
  engine: Engine,
  attemptId: string,
): Promise<{ planned: number; total: number; ended: boolean }> {
  return engine.db.$transaction(
    async (tx) => {
      const attempt = await lockPlanning(tx, attemptId);
      if (attempt === null) return { planned: 0, total: 0, ended: true };
      if (attempt.exceptGotBefore && attempt.messageId !== null)
        await lockMessagePlans(tx, attempt.messageId);
      const chunk = await insertChunk(tx, attempt, engine.settings.chunk);
      const ended = chunk.seen < engine.settings.chunk;
      await tx.$executeRaw`
        UPDATE attempts SET plan_cursor = coalesce(${chunk.cursor}::uuid, plan_cursor), next_seq = next_seq + ${chunk.batches}::int,
          planned = planned + ${chunk.planned}::int,
          status = CASE WHEN ${ended} THEN 'sending'::attempt_status ELSE status END,
          planned_at = CASE WHEN ${ended} THEN (SELECT engine_now()) END
        WHERE id = ${attemptId}::uuid AND status = 'planning'`;
      return { planned: chunk.planned, total: attempt.planned + chunk.planned, ended };
    },
    { timeout: CHUNK_TIMEOUT },
  );
}

async function lockPlanning(tx: Queryable, attemptId: string): Promise<PlanningAttempt | null> {
  const [attempt] = await tx.$queryRaw<PlanningAttempt[]>`
    SELECT a.id, a.mailing_id AS "mailingId", a.owner_id AS "ownerId", a.retry_of_id AS "retryOfId", a.retry_uncertain AS "retryUncertain", a.retry_only AS "retryOnly",
      a.message_id AS "messageId", m.to_everybody AS "toEverybody", m.except_got_before AS "exceptGotBefore",
      a.plan_cursor AS "planCursor", a.next_seq AS "nextSeq",
      a.batch_size AS "batchSize", a.merge_fields AS "mergeFields", a.planned
    FROM attempts a JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id
    WHERE a.id = ${attemptId}::uuid AND a.status = 'planning' AND a.closing_reason IS NULL AND ${unheld}
    FOR NO KEY UPDATE OF a SKIP LOCKED`;
  return attempt ?? null;
}

/** The next of the audience from the cursor on. Suppressed ones and those who got the message are planned as skipped. */
async function insertChunk(tx: Queryable, attempt: PlanningAttempt, limit: number): Promise<Chunk> {
  const after = attempt.planCursor ?? FIRST_ID;
  const [chunk] = await tx.$queryRaw<Chunk[]>`
    WITH RECURSIVE ${peopleOf(attempt, after, limit)}, cut AS MATERIALIZED (
      SELECT number, uuid_v7() AS id
      FROM generate_series(0, (SELECT max(n) FROM people) / ${attempt.batchSize}::int) number
    ), planned AS (
      INSERT INTO deliveries (attempt_id, batch_id, position, recipient_id, address, name, fields, status, reason, settled_at, retry_of_id)
      SELECT ${attempt.id}::uuid, cut.id, n % ${attempt.batchSize}::int, people.id, email, name, fields,
        CASE WHEN reason IS NULL THEN 'pending' ELSE 'skipped' END::delivery_status, reason,
        CASE WHEN reason IS NOT NULL THEN (SELECT engine_now()) END, retry_of_id
      FROM people JOIN cut ON cut.number = n / ${attempt.batchSize}::int
      ON CONFLICT DO NOTHING
      RETURNING batch_id, status
    ), counted AS (
      SELECT batch_id, count(*)::int AS size, (count(*) FILTER (WHERE status = 'skipped'))::int AS skipped
      FROM planned GROUP BY batch_id
    ), made AS (
      INSERT INTO batches (id, attempt_id, seq, status, size, skipped, available_at, closed_at)
      SELECT batch_id, ${attempt.id}::uuid, ${attempt.nextSeq}::int + cut.number,
        CASE WHEN skipped = size THEN 'closed' ELSE 'pending' END::batch_status, size, skipped, (SELECT engine_now()),
        CASE WHEN skipped = size THEN (SELECT engine_now()) END
      FROM counted JOIN cut ON cut.id = batch_id
      RETURNING size
    )
    SELECT (SELECT id FROM audience ORDER BY id DESC LIMIT 1) AS cursor, (SELECT count(*)::int FROM audience) AS seen,
      (SELECT coalesce(sum(size), 0)::int FROM made) AS planned, (SELECT count(*)::int FROM cut) AS batches`;
  return chunk ?? { cursor: null, seen: 0, planned: 0, batches: 0 };
}
