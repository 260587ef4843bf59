import { Prisma } from "@prisma/client";
import type { Database, Queryable } from "@/lib/db";
import { closedAttemptStatus, type AttemptCounts, type ClosingReason } from "@/lib/mailings/status";
import type { Engine } from "@/lib/sending/engine";
import { apart } from "@/lib/sending/apart";
import { onlyMailing } from "@/lib/sending/unheld";

const BATCHES_AT_ONCE = 200;

export interface Finished {
  /** Attempts closed. */
  closed: number;
  /** Owners whose mailings look different now. */
  owners: string[];
}

/**
 * Closes what may not go on, then every attempt that has no open batch, then mailings with nothing to come.
 *
 * @param until milliseconds on the clock of `performance.now()`; what it leaves, the next pass closes
 */
export async function finish(engine: Engine, until: number, mailingId?: string): Promise<Finished> {
  await noteOver(engine.db);
  while ((await closeRemainder(engine.db)) === BATCHES_AT_ONCE && performance.now() < until);
  const done = await engine.db.$queryRaw<{ id: string; ownerId: string }[]>`
    SELECT a.id, a.owner_id AS "ownerId" FROM attempts a JOIN mailings m ON m.id = a.mailing_id
    WHERE (a.status = 'sending' OR (a.status = 'planning' AND a.closing_reason IS NOT NULL)) AND ${onlyMailing(mailingId)}
      AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.attempt_id = a.id AND b.status <> 'closed')`;
  const owners: string[] = [];
  for (const { id, ownerId } of done) {
    if (await apart(engine, `attempt ${id} could not be closed`, () => closeAttempt(engine, id)))
      owners.push(ownerId);
  }
  const finished = await finishMailings(engine.db);
  return { closed: owners.length, owners: [...owners, ...finished] };
}

/** The end bounds scheduled attempts: what has not gone by then does not go. */
async function noteOver(db: Queryable): Promise<void> {
  await db.$executeRaw`
    UPDATE attempts a SET closing_reason = 'over' FROM mailings m
    WHERE m.id = a.mailing_id AND a.status IN ('planning', 'sending') AND a.closing_reason IS NULL
      AND a.kind = 'scheduled' AND m.end_at <= engine_now()`;
}

/**
 * Batches of attempts that are to close: cancelled where nothing can have gone out, uncertain where something
 * may have. A request that is on the wire is waited for until its lease ends.
 */
async function closeRemainder(db: Queryable): Promise<number> {
  return db.$executeRaw`
    WITH rest AS (
      SELECT b.id, b.first_unknown_at IS NOT NULL AS unknown, a.closing_reason::text AS reason
      FROM attempts a JOIN batches b ON b.attempt_id = a.id
      WHERE a.status IN ('planning', 'sending') AND a.closing_reason IS NOT NULL AND b.status IN ('pending', 'claimed')
      LIMIT ${BATCHES_AT_ONCE} FOR UPDATE OF b SKIP LOCKED
    ), done AS (
      UPDATE deliveries d SET status = CASE WHEN unknown THEN 'uncertain' ELSE 'cancelled' END::delivery_status,
        reason = rest.reason, settled_at = (SELECT engine_now())
      FROM rest WHERE d.batch_id = rest.id AND d.status = 'pending' RETURNING d.batch_id
    ), counted AS (SELECT batch_id, count(*)::int AS count FROM done GROUP BY batch_id)
    UPDATE batches b SET status = 'closed', closed_at = engine_now(), claim_token = NULL, lease_until = NULL, body = NULL,
      uncertain = b.uncertain + CASE WHEN unknown THEN coalesce(counted.count, 0) ELSE 0 END,
      cancelled = b.cancelled + CASE WHEN unknown THEN 0 ELSE coalesce(counted.count, 0) END
    FROM rest LEFT JOIN counted ON counted.batch_id = rest.id WHERE b.id = rest.id`;
}

interface Sums extends AttemptCounts {
  openBatches: number;
  closingReason: ClosingReason | null;
  answerCode: string | null;
  answer: string | null;
}

async function closeAttempt(engine: Engine, id: string): Promise<boolean> {
  return engine.db.$transaction(async (tx) => {
    const locked = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM attempts WHERE id = ${id}::uuid AND status IN ('planning', 'sending') FOR NO KEY UPDATE SKIP LOCKED`;
    if (locked.length === 0) return false;
    const sums = await sumBatches(tx, id);
    if (sums === null || sums.openBatches > 0) return false;
    const status = closedAttemptStatus(sums, sums.closingReason);
    const updated = await tx.$executeRaw`
      UPDATE attempts SET status = ${status}::attempt_status, closed_at = engine_now(), planned = ${sums.planned},
        accepted = ${sums.accepted}, rejected = ${sums.rejected}, skipped = ${sums.skipped}, cancelled = ${sums.cancelled},
        uncertain = ${sums.uncertain}, answer_code = ${sums.answerCode}, answer = ${sums.answer}
      WHERE id = ${id}::uuid AND status IN ('planning', 'sending')`;
    if (updated === 1) await countDomains(tx, id);
    return updated === 1;
  });
}

/**
 * For reports: with the close, so that a closed attempt's figures are all there. A million deliveries take a second. Figures
 * of an attempt that was opened again by hand, in the database, are replaced: a leftover must not keep it from closing.
 */
async function countDomains(tx: Queryable, id: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM attempt_domains WHERE attempt_id = ${id}::uuid`;
  await tx.$executeRaw`
    INSERT INTO attempt_domains (attempt_id, domain, planned, accepted, rejected)
    SELECT attempt_id, receiving_domain(address), count(*), count(*) FILTER (WHERE status = 'accepted'),
      count(*) FILTER (WHERE status = 'rejected')
    FROM deliveries WHERE attempt_id = ${id}::uuid GROUP BY 1, 2`;
}

async function sumBatches(tx: Queryable, id: string): Promise<Sums | null> {
  const [sums] = await tx.$queryRaw<Sums[]>`
    SELECT a.closing_reason::text AS "closingReason", a.planned, total.*, said.answer_code AS "answerCode", said.answer
    FROM attempts a CROSS JOIN LATERAL (
      SELECT (count(*) FILTER (WHERE status <> 'closed'))::int AS "openBatches",
        ${sumOf("accepted")}, ${sumOf("rejected")}, ${sumOf("skipped")}, ${sumOf("cancelled")}, ${sumOf("uncertain")}
      FROM batches WHERE attempt_id = a.id
    ) total LEFT JOIN LATERAL (
      SELECT answer_code, answer FROM batches WHERE attempt_id = a.id AND answer IS NOT NULL
      ORDER BY (rejected + uncertain + cancelled > 0) DESC, closed_at DESC LIMIT 1
    ) said ON TRUE
    WHERE a.id = ${id}::uuid`;
  return sums ?? null;
}

function sumOf(column: keyof AttemptCounts): Prisma.Sql {
  return Prisma.raw(`coalesce(sum(${column}), 0)::int AS ${column}`);
}

const unfinished = Prisma.sql`m.status <> 'finished' AND m.archived_at IS NULL`;
const nothingToCome = Prisma.sql`m.next_run_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.mailing_id = m.id AND a.status IN ('planning', 'sending'))`;

/** Mailings with no occurrence to come and no attempt open. Nothing is left that a pause could hold, so it ends too. */
async function finishMailings(db: Database): Promise<string[]> {
  const idle = await db.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM mailings m WHERE ${unfinished} AND ${nothingToCome}`;
  if (idle.length === 0) return [];
  const ids = idle.map((mailing) => mailing.id);
  return db.$transaction(async (tx) => {
    // Looked at again under the lock: a start by hand that was committed meanwhile has opened an attempt.
    const locked = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM mailings WHERE id = ANY(${ids}::uuid[]) FOR NO KEY UPDATE SKIP LOCKED`;
    const rows = await tx.$queryRaw<{ ownerId: string }[]>`
      UPDATE mailings m SET status = 'finished', paused_at = NULL
      WHERE m.id = ANY(${locked.map((mailing) => mailing.id)}::uuid[]) AND ${unfinished} AND ${nothingToCome}
      RETURNING m.owner_id AS "ownerId"`;
    return rows.map((row) => row.ownerId);
  });
}
