import type { Database } from "@/lib/db";

/** Older facts are no news. Hours. */
const NEWS_LASTS = 24;
/** The same about the same mailing comes once in so many minutes. */
const QUIET_MINUTES = 60;
/** A pause of the provider that ends by itself within so many minutes is nothing to write about. */
const PATIENCE_MINUTES = 5;

/**
 * Stores an email for each fact that an owner is to hear of: a run that failed or was missed, a mailing that was stopped
 * or protected, sending that waits because the provider refuses everybody, a mailing's first success. One fact is one row,
 * however often and wherever this is called.
 *
 * @param options.silent what there is now is nothing to write about
 */
export async function collectNotices(db: Database, options: { silent?: boolean } = {}): Promise<void> {
  await db.$executeRaw`
    WITH news AS (SELECT engine_now() - ${NEWS_LASTS} * interval '1 hour' AS since), facts AS (
      SELECT a.status::text AS kind, m.id AS subject_id, m.owner_id, a.id AS attempt_id, a.closed_at AS about_at
      FROM attempts a JOIN mailings m ON m.id = a.mailing_id, news
      WHERE a.status IN ('failed', 'missed') AND a.closed_at > news.since
      UNION ALL
      SELECT 'stopped', m.id, m.owner_id, NULL, m.stopped_at FROM mailings m, news WHERE m.stopped_at > news.since
      UNION ALL
      SELECT 'protected', m.id, m.owner_id, NULL, m.protected_at FROM mailings m, news WHERE m.protected_at > news.since
      UNION ALL
      SELECT 'first_success', m.id, m.owner_id, a.id, a.closed_at
      FROM attempts a JOIN mailings m ON m.id = a.mailing_id, news
      WHERE a.status = 'succeeded' AND a.accepted > 0 AND a.closed_at > news.since AND NOT EXISTS (
        SELECT 1 FROM attempts b WHERE b.mailing_id = a.mailing_id AND b.status = 'succeeded' AND b.accepted > 0
          AND (b.closed_at, b.id) < (a.closed_at, a.id))
      UNION ALL
      SELECT DISTINCT 'waiting', a.owner_id, a.owner_id, NULL::uuid, p.halted_at
      FROM provider_state p, attempts a JOIN mailings m ON m.id = a.mailing_id
      WHERE p.id = 1 AND p.halt_kind = 'pause' AND a.status IN ('planning', 'sending')
        AND p.halted_at < engine_now() - ${PATIENCE_MINUTES} * interval '1 minute'
    ), fresh AS (
      SELECT f.*, row_number() OVER (PARTITION BY f.kind, f.subject_id ORDER BY f.about_at DESC) AS nth
      FROM facts f WHERE NOT EXISTS (
        SELECT 1 FROM notices n WHERE n.kind = f.kind AND n.subject_id = f.subject_id AND n.about_at = f.about_at)
    )
    INSERT INTO notices (owner_id, kind, subject_id, attempt_id, about_at, silent, available_at, created_at)
    SELECT u.id, f.kind, f.subject_id, f.attempt_id, f.about_at,
      ${options.silent ?? false} OR f.nth > 1 OR u.closed_at IS NOT NULL OR u.blocked_at IS NOT NULL
        OR NOT CASE f.kind WHEN 'first_success' THEN u.notify_success ELSE u.notify_trouble END
        OR EXISTS (SELECT 1 FROM notices n WHERE n.kind = f.kind AND n.subject_id = f.subject_id AND NOT n.silent
          AND n.created_at > engine_now() - ${QUIET_MINUTES} * interval '1 minute'),
      engine_now(), engine_now()
    FROM fresh f JOIN users u ON u.id = f.owner_id
    ON CONFLICT (kind, subject_id, about_at) DO NOTHING`;
}
