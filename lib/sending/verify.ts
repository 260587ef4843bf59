import type { Queryable } from "@/lib/db";

/** A place where the ledger does not add up. */
export interface LedgerFault {
  attemptId: string;
  code: LedgerFaultCode;
  /** Figures or ids, for a person to look up. */
  detail: string;
}

export type LedgerFaultCode =
  | "delivery_lost"
  | "batch_miscounted"
  | "attempt_miscounted"
  | "closed_too_early"
  | "never_closed"
  | "accepted_without_id"
  | "id_twice"
  | "address_twice"
  | "orphan"
  | "open_twice"
  | "occurrence_twice"
  | "retried_twice"
  | "unknown_without_body"
  | "outcomes_miscounted";

/**
 * Recomputes the ledger from its deliveries: every attempt's equation, every batch's figures, what became
 * of emails later, and that nothing stands twice. Trusts no constraint, for it is run when something may be broken.
 *
 * @returns what is broken; empty when all holds
 */
export async function verifyLedger(db: Queryable): Promise<LedgerFault[]> {
  const found = await Promise.all([
    batchFaults(db),
    attemptFaults(db),
    orphans(db),
    doubles(db),
    attemptDoubles(db),
    domainFaults(db),
    outcomeFaults(db),
  ]);
  return found.flat().sort((a, b) => a.attemptId.localeCompare(b.attemptId));
}

/** Deliveries against the figures of their batch. A plan in progress commits both together, so no exception for it. */
function batchFaults(db: Queryable): Promise<LedgerFault[]> {
  return db.$queryRaw<LedgerFault[]>`
    WITH counted AS (
      SELECT batch_id, count(*) AS size, count(*) FILTER (WHERE status = 'pending') AS pending,
        count(*) FILTER (WHERE status = 'accepted') AS accepted, count(*) FILTER (WHERE status = 'rejected') AS rejected,
        count(*) FILTER (WHERE status = 'skipped') AS skipped, count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE status = 'uncertain') AS uncertain,
        count(*) FILTER (WHERE status = 'accepted' AND coalesce(provider_id, '') = '' AND resolved_at IS NULL) AS nameless
      FROM deliveries GROUP BY batch_id
    ), seen AS (
      SELECT b.attempt_id, b.id, b.status, b.size AS said, b.first_unknown_at, b.body,
        (b.accepted, b.rejected, b.skipped, b.cancelled, b.uncertain) IS DISTINCT FROM
          (coalesce(c.accepted, 0), coalesce(c.rejected, 0), coalesce(c.skipped, 0), coalesce(c.cancelled, 0), coalesce(c.uncertain, 0)) AS differs,
        coalesce(c.size, 0) AS size, coalesce(c.pending, 0) AS pending, coalesce(c.nameless, 0) AS nameless
      FROM batches b LEFT JOIN counted c ON c.batch_id = b.id
    )
    SELECT attempt_id::text AS "attemptId", 'delivery_lost' AS code, format('batch %s has %s of %s deliveries', id, size, said) AS detail
      FROM seen WHERE size <> said
    UNION ALL SELECT attempt_id::text, 'batch_miscounted', format('batch %s', id) FROM seen WHERE differs
    UNION ALL SELECT attempt_id::text, 'closed_too_early', format('batch %s is closed with %s pending', id, pending)
      FROM seen WHERE status = 'closed' AND pending > 0
    UNION ALL SELECT attempt_id::text, 'never_closed', format('batch %s is open with nothing pending', id)
      FROM seen WHERE status = 'pending' AND pending = 0
    UNION ALL SELECT attempt_id::text, 'accepted_without_id', format('batch %s: %s', id, nameless) FROM seen WHERE nameless > 0
    UNION ALL SELECT attempt_id::text, 'unknown_without_body', format('batch %s', id)
      FROM seen WHERE status <> 'closed' AND first_unknown_at IS NOT NULL AND body IS NULL`;
}

/** Batches against the figures of their attempt. */
function attemptFaults(db: Queryable): Promise<LedgerFault[]> {
  return db.$queryRaw<LedgerFault[]>`
    WITH summed AS (
      SELECT attempt_id, sum(size) AS size, sum(accepted) AS accepted, sum(rejected) AS rejected, sum(skipped) AS skipped,
        sum(cancelled) AS cancelled, sum(uncertain) AS uncertain, count(*) FILTER (WHERE status <> 'closed') AS open
      FROM batches GROUP BY attempt_id
    ), seen AS (
      SELECT a.id, a.status IN ('planning', 'sending') AS going, a.planned, coalesce(s.size, 0) AS size, coalesce(s.open, 0) AS open,
        (a.accepted, a.rejected, a.skipped, a.cancelled, a.uncertain) IS DISTINCT FROM
          (coalesce(s.accepted, 0), coalesce(s.rejected, 0), coalesce(s.skipped, 0), coalesce(s.cancelled, 0), coalesce(s.uncertain, 0)) AS differs,
        a.accepted + a.rejected + a.skipped + a.cancelled + a.uncertain AS closed
      FROM attempts a LEFT JOIN summed s ON s.attempt_id = a.id
    )
    SELECT id::text AS "attemptId", 'attempt_miscounted' AS code, format('planned %s, in batches %s', planned, size) AS detail
      FROM seen WHERE planned <> size
    UNION ALL SELECT id::text, 'attempt_miscounted', format('planned %s, closed as %s', planned, closed)
      FROM seen WHERE NOT going AND (differs OR planned <> closed)
    UNION ALL SELECT id::text, 'closed_too_early', format('%s batches are open', open) FROM seen WHERE NOT going AND open > 0`;
}

function orphans(db: Queryable): Promise<LedgerFault[]> {
  return db.$queryRaw<LedgerFault[]>`
    SELECT d.attempt_id::text AS "attemptId", 'orphan' AS code, format('delivery %s', d.id) AS detail
    FROM deliveries d LEFT JOIN batches b ON b.id = d.batch_id
    WHERE b.id IS NULL OR b.attempt_id <> d.attempt_id
    UNION ALL SELECT b.attempt_id::text, 'orphan', format('batch %s', b.id)
    FROM batches b LEFT JOIN attempts a ON a.id = b.attempt_id WHERE a.id IS NULL`;
}

function doubles(db: Queryable): Promise<LedgerFault[]> {
  return db.$queryRaw<LedgerFault[]>`
    SELECT attempt_id::text AS "attemptId", 'address_twice' AS code, format('%s deliveries to one address', count(*)) AS detail
      FROM deliveries GROUP BY attempt_id, address HAVING count(*) > 1
    UNION ALL SELECT min(attempt_id::text), 'id_twice', format('%s deliveries of one provider id', count(*))
      FROM deliveries WHERE provider_id IS NOT NULL GROUP BY provider_id HAVING count(*) > 1
    UNION ALL SELECT min(attempt_id::text), 'retried_twice', format('delivery %s', retry_of_id)
      FROM deliveries WHERE retry_of_id IS NOT NULL GROUP BY retry_of_id HAVING count(*) > 1`;
}

function attemptDoubles(db: Queryable): Promise<LedgerFault[]> {
  return db.$queryRaw<LedgerFault[]>`
    SELECT min(id::text) AS "attemptId", 'open_twice' AS code, format('%s open attempts of one mailing', count(*)) AS detail
      FROM attempts WHERE status IN ('planning', 'sending') GROUP BY mailing_id HAVING count(*) > 1
    UNION ALL SELECT min(id::text), 'occurrence_twice', format('%s attempts of one occurrence', count(*))
      FROM attempts GROUP BY mailing_id, occurrence_at HAVING count(*) > 1`;
}

/** What became of a closed attempt's deliveries against its figures by domain, where it has them. */
function domainFaults(db: Queryable): Promise<LedgerFault[]> {
  return db.$queryRaw<LedgerFault[]>`
    WITH counted AS (
      SELECT d.attempt_id, receiving_domain(d.address) AS domain, 1 AS planned, (d.status = 'accepted')::int AS accepted,
        (d.status = 'rejected')::int AS rejected
      FROM deliveries d WHERE d.attempt_id IN (SELECT attempt_id FROM attempt_domains)
      UNION ALL SELECT attempt_id, domain, -planned, -accepted, -rejected FROM attempt_domains
    ), differs AS (
      SELECT attempt_id FROM counted GROUP BY attempt_id, domain
      HAVING (sum(planned), sum(accepted), sum(rejected)) <> (0, 0, 0)
    )
    SELECT attempt_id::text AS "attemptId", 'outcomes_miscounted' AS code, format('figures of %s domains', count(*)) AS detail
    FROM differs GROUP BY attempt_id`;
}

/** What the provider told of deliveries against the figures of it, by quarter of an hour and by domain. */
function outcomeFaults(db: Queryable): Promise<LedgerFault[]> {
  return db.$queryRaw<LedgerFault[]>`
    WITH counted AS (
      SELECT d.attempt_id, o.quarter, o.domain, o.kind, 1 AS count
      FROM deliveries d CROSS JOIN LATERAL outcomes_of(d.address, d.fate, d.fate_at, d.opened_at, d.clicked_at, d.automated_at) o
      WHERE d.fate IS NOT NULL OR d.opened_at IS NOT NULL OR d.clicked_at IS NOT NULL OR d.automated_at IS NOT NULL
      UNION ALL SELECT attempt_id, quarter, domain, kind, -change FROM outcome_deltas
    ), differs AS (
      SELECT attempt_id, kind, sum(count) AS count FROM (
        SELECT attempt_id, quarter, kind, count FROM counted
        UNION ALL SELECT attempt_id, quarter, kind, -count FROM outcome_quarters) q
      GROUP BY attempt_id, quarter, kind HAVING sum(count) <> 0
      UNION ALL
      SELECT attempt_id, kind, sum(count) FROM (
        SELECT attempt_id, domain, kind, count FROM counted
        UNION ALL SELECT attempt_id, domain, kind, -count FROM outcome_domains) d
      GROUP BY attempt_id, domain, kind HAVING sum(count) <> 0
    )
    SELECT attempt_id::text AS "attemptId", 'outcomes_miscounted' AS code,
      format('%s figures of %s', count(*), string_agg(DISTINCT kind::text, ', ')) AS detail
    FROM differs GROUP BY attempt_id`;
}
