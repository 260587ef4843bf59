import { Prisma } from "@prisma/client";
import { apart } from "@/lib/sending/apart";
import type { Engine } from "@/lib/sending/engine";
import { BOUNCE_LIMIT, COMPLAINT_LIMIT } from "@/lib/sending/protection-limits";
import { onlyMailing } from "@/lib/sending/unheld";

/** Bounces and complaints that come later than this after a run has closed hold nothing. Hours. */
const LATEST_NEWS = 72;

const events = (fate: "bounced" | "complained") =>
  Prisma.sql`(SELECT count(*)::int FROM deliveries d WHERE d.attempt_id = a.id AND d.fate = ${fate}::delivery_fate)`;

/** Open ones, or also those that have closed in the last three days: these are many, and judged once in a tick. */
type JudgedRuns = "open" | "recent";

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
  const held = await apart(engine, "bounces and complaints could not be judged", () =>
    holdHarmful(engine, runs, mailingId),
  );
  return (held ?? []).map(({ ownerId }) => ownerId);
}

function holdHarmful({ db }: Engine, runs: JudgedRuns, mailingId?: string): Promise<{ ownerId: string }[]> {
  const judged =
    runs === "recent"
      ? Prisma.sql`(a.status IN ('planning', 'sending') OR a.closed_at > engine_now() - ${LATEST_NEWS} * interval '1 hour')`
      : Prisma.sql`a.status IN ('planning', 'sending')`;
  return db.$queryRaw<{ ownerId: string }[]>`
    WITH told AS MATERIALIZED (
      SELECT a.id, a.mailing_id, ${events("bounced")} AS bounced, ${events("complained")} AS complained
      FROM attempts a JOIN mailings m ON m.id = a.mailing_id
      WHERE ${judged} AND a.protected_at IS NULL AND m.protected_at IS NULL AND m.archived_at IS NULL
        AND m.status <> 'finished' AND ${onlyMailing(mailingId)}
    ), weighed AS MATERIALIZED (
      SELECT told.*, (SELECT coalesce(sum(b.accepted), 0)::int FROM batches b WHERE b.attempt_id = told.id) AS accepted
      FROM told WHERE bounced >= ${BOUNCE_LIMIT.atLeast} OR complained >= ${COMPLAINT_LIMIT.atLeast}
    ), bad AS (
      SELECT DISTINCT ON (mailing_id) id, mailing_id, accepted, complaints,
        CASE WHEN complaints THEN complained ELSE bounced END AS events
      FROM (
        SELECT *, complained >= ${COMPLAINT_LIMIT.atLeast} AND complained > accepted * ${COMPLAINT_LIMIT.share}::float AS complaints,
          bounced >= ${BOUNCE_LIMIT.atLeast} AND bounced > accepted * ${BOUNCE_LIMIT.share}::float AS bounces
        FROM weighed
      ) judged WHERE complaints OR bounces ORDER BY mailing_id, id DESC
    ), held AS (
      UPDATE mailings m SET protected_at = engine_now(), protected_answer = NULL,
        protected_code = CASE WHEN bad.complaints THEN 'complaints' ELSE 'bounces' END,
        protected_events = bad.events, protected_accepted = bad.accepted
      FROM bad WHERE m.id = bad.mailing_id AND m.protected_at IS NULL AND m.archived_at IS NULL AND m.status <> 'finished'
      RETURNING m.id, m.owner_id
    ), noted AS (
      UPDATE attempts a SET protected_at = engine_now() FROM bad JOIN held ON held.id = bad.mailing_id
      WHERE a.id = bad.id AND a.protected_at IS NULL
    )
    SELECT owner_id AS "ownerId" FROM held`;
}
