import { Prisma } from "@prisma/client";
import type { Database } from "@/lib/db";
import { apart } from "@/lib/sending/apart";
import type { Engine } from "@/lib/sending/engine";
import { BOUNCE_LIMIT, COMPLAINT_LIMIT } from "@/lib/sending/protection-limits";
import { onlyMailing } from "@/lib/sending/unheld";

/** Bounces and complaints that come later than this after a run has closed hold nothing. Hours. */
const LATEST_NEWS = 72;

/** Open ones, or also those that have closed in the last three days: these are many, and judged once in a tick. */
type JudgedRuns = "open" | "recent";

interface HarmfulRun {
  attemptId: string;
  mailingId: string;
  code: "bounces" | "complaints";
  events: number;
  accepted: number;
}

/**
 * Holds each mailing of whose run too many emails bounced or were complained about. A run does so once: after that its
 * owner has decided.
 *
 * @returns the owners of what is held now
 */
export async function protectSenders(
  engine: Engine,
  runs: JudgedRuns,
  mailingId?: string,
): Promise<string[]> {
  const held = await apart(engine, "bounces and complaints could not be judged", async () => {
    const owners: string[] = [];
    for (const run of await harmfulRuns(engine.db, runs, mailingId)) {
      const owner = await hold(engine.db, run);
      if (owner !== null) owners.push(owner);
    }
    return owners;
  });
  return held ?? [];
}

const events = (fate: "bounced" | "complained") =>
  Prisma.sql`(SELECT count(*)::int FROM deliveries d WHERE d.attempt_id = a.id AND d.fate = ${fate}::delivery_fate)`;

function harmfulRuns(db: Database, runs: JudgedRuns, mailingId?: string): Promise<HarmfulRun[]> {
  const closed =
    runs === "open"
      ? Prisma.empty
      : Prisma.sql`UNION ALL SELECT id, mailing_id, protected_at FROM attempts
          WHERE closed_at > engine_now() - ${LATEST_NEWS} * interval '1 hour'`;
  return db.$queryRaw<HarmfulRun[]>`
    WITH runs AS (
      SELECT id, mailing_id, protected_at FROM attempts WHERE status IN ('planning', 'sending') ${closed}
    ), told AS MATERIALIZED (
      SELECT a.id, a.mailing_id, ${events("bounced")} AS bounced, ${events("complained")} AS complained
      FROM runs a CROSS JOIN LATERAL (
        SELECT m.id FROM mailings m
        WHERE m.id = a.mailing_id AND m.protected_at IS NULL AND m.archived_at IS NULL AND m.status <> 'finished' LIMIT 1) m
      WHERE a.protected_at IS NULL AND ${onlyMailing(mailingId)}
    ), weighed AS MATERIALIZED (
      SELECT told.*, (SELECT coalesce(sum(b.accepted), 0)::int FROM batches b WHERE b.attempt_id = told.id) AS accepted
      FROM told WHERE bounced >= ${BOUNCE_LIMIT.atLeast} OR complained >= ${COMPLAINT_LIMIT.atLeast}
    ), judged AS (
      SELECT *, bounced >= ${BOUNCE_LIMIT.atLeast} AND bounced > accepted * ${BOUNCE_LIMIT.share}::float AS bounces,
        complained >= ${COMPLAINT_LIMIT.atLeast} AND complained > accepted * ${COMPLAINT_LIMIT.share}::float AS complaints
      FROM weighed
    )
    SELECT id AS "attemptId", mailing_id AS "mailingId", accepted,
      CASE WHEN complaints THEN 'complaints' ELSE 'bounces' END AS code,
      CASE WHEN complaints THEN complained ELSE bounced END AS events
    FROM judged WHERE complaints OR bounces ORDER BY id DESC`;
}

/** Null where the mailing is held or over by now. */
async function hold(db: Database, run: HarmfulRun): Promise<string | null> {
  return db.$transaction(async (tx) => {
    const [held] = await tx.$queryRaw<{ ownerId: string }[]>`
      UPDATE mailings SET protected_at = engine_now(), protected_answer = NULL, protected_code = ${run.code},
        protected_events = ${run.events}, protected_accepted = ${run.accepted}
      WHERE id = ${run.mailingId}::uuid AND protected_at IS NULL AND archived_at IS NULL AND status <> 'finished'
        AND EXISTS (SELECT 1 FROM attempts WHERE id = ${run.attemptId}::uuid AND protected_at IS NULL)
      RETURNING owner_id AS "ownerId"`;
    if (held === undefined) return null;
    await tx.$executeRaw`
      UPDATE attempts SET protected_at = engine_now() WHERE id = ${run.attemptId}::uuid AND protected_at IS NULL`;
    return held.ownerId;
  });
}
