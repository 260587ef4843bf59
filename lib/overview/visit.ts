import { database } from "@/lib/db";
import type { Actor } from "@/lib/users/policy";

/** Who comes back within this time is still on the same visit: a page loaded again takes no news away. Minutes. */
const VISIT_MINUTES = 30;

export interface Visit {
  /** By the database's clock. */
  now: Date;
  /** Up to when the overview had been seen before this visit; null where it never was. */
  since: Date | null;
}

/** What this visit of the overview has to tell news since. Reading it changes nothing. */
export async function overviewVisit(actor: Actor): Promise<Visit> {
  const [row] = await database().$queryRaw<Visit[]>`
    SELECT date_trunc('milliseconds', engine_now()) AS now,
      CASE WHEN overview_seen_at < engine_now() - ${VISIT_MINUTES} * interval '1 minute'
        THEN overview_seen_at ELSE overview_since END AS since
    FROM users WHERE id = ${actor.id}::uuid`;
  if (row === undefined) throw new Error("Whoever is signed in has no account.");
  return row;
}

/**
 * Notes that somebody has seen their overview as it was at an instant. Not later than now, whatever the browser says, and
 * never back: what happened after it stays news.
 */
export async function noteOverviewSeen(actor: Actor, at: Date): Promise<void> {
  await database().$executeRaw`
    UPDATE users SET overview_seen_at = least(${at}, engine_now()),
      overview_since = CASE WHEN overview_seen_at < least(${at}, engine_now()) - ${VISIT_MINUTES} * interval '1 minute'
        THEN overview_seen_at ELSE overview_since END
    WHERE id = ${actor.id}::uuid AND (overview_seen_at IS NULL OR overview_seen_at < least(${at}, engine_now()))`;
}
