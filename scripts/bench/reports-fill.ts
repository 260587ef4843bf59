import type { Database } from "@/lib/db";

/** Attempts of the thirty days, each of a mailing of its own. */
const ATTEMPTS = 50;

/**
 * So many deliveries of one owner, in fifty closed attempts of the last thirty days, and about twice as many events: 97 of 100
 * accepted, nearly all of them delivered, 40 opened, 6 clicked, at addresses of 998 domains. The figures that are counted as
 * events come are filled as migrations fill them for what happened before.
 *
 * @returns the owner's id
 */
export async function fillReports(db: Database, deliveries: number): Promise<string> {
  for (const statement of statements(Math.ceil(deliveries / ATTEMPTS))) await db.$executeRawUnsafe(statement);
  const { id } = await db.user.findFirstOrThrow({ where: { name: "Big" }, select: { id: true } });
  return id;
}

const OF_BIG = `(SELECT id FROM users WHERE name = 'Big')`;
const DRAWN = "abs(hashtext(d.id::text))";
/** Some time after its run, most of it within a day. */
const LATER = `a.created_at + interval '5 minutes' + ${DRAWN} % 1440 * interval '1 minute'`;

/** @param size deliveries of an attempt */
function statements(size: number): string[] {
  const outcomes = "outcomes_of(d.address, d.fate, d.fate_at, d.opened_at, d.clicked_at, d.automated_at)";
  const summed = (by: string) =>
    `INSERT INTO outcome_${by}s (attempt_id, ${by}, kind, count)
      SELECT d.attempt_id, o.${by}, o.kind, count(*) FROM deliveries d CROSS JOIN LATERAL ${outcomes} o GROUP BY 1, 2, 3`;
  const events = (type: string, at: string, where: string, detail = "'{}'") =>
    `INSERT INTO provider_events (id, type, delivery_id, detail, occurred_at, received_at)
      SELECT 'bench-${type}-' || copy || d.id, 'email.${type}', d.id, ${detail}, ${at}, ${at}
      FROM deliveries d JOIN attempts a ON a.id = d.attempt_id CROSS JOIN generate_series(1, 2) copy WHERE ${where}`;
  return [
    `INSERT INTO users (id, email, name, password_hash) VALUES (uuid_v7(), 'big@people.test', 'Big', '-')`,
    `INSERT INTO messages (id, owner_id, subject, html, text) VALUES (uuid_v7(), ${OF_BIG}, 'News', '<p>News</p>', 'News')`,
    `INSERT INTO recipients (owner_id, email)
      SELECT ${OF_BIG}, 'u' || n || '@' || CASE WHEN n % 3 = 0 THEN 'gmail.com' ELSE 'mail' || n % 997 || '.example' END
      FROM generate_series(1, ${size}) n`,
    `INSERT INTO mailings (id, owner_id, message_id, name, start_local, time_zone, period, status)
      SELECT uuid_v7(), ${OF_BIG}, (SELECT id FROM messages), 'Mailing ' || n, '2026-01-01T09:00:00', 'UTC', 'once', 'finished'
      FROM generate_series(1, ${ATTEMPTS}) n`,
    `INSERT INTO attempts (id, mailing_id, owner_id, kind, occurrence_at, status, message_id, subject, preheader, html, text,
        from_address, reply_to, language, sender_name, batch_size, created_at, planned_at, closed_at)
      SELECT uuid_v7(), m.id, m.owner_id, 'scheduled', at, 'succeeded', m.message_id, 'News', '', '<p>News</p>', 'News',
        'news@people.test', 'big@people.test', 'en', 'Big', 100, at, at, at
      FROM (SELECT *, now() - row_number() OVER (ORDER BY id) * interval '14 hours' AS at FROM mailings) m`,
    `INSERT INTO deliveries (attempt_id, batch_id, position, recipient_id, address, name, status, reason, provider_id, settled_at)
      SELECT a.id, a.id, (r.n % 100)::int2, r.id, r.email, '', drawn.status::delivery_status,
        CASE drawn.status WHEN 'skipped' THEN 'unsubscribed' WHEN 'rejected' THEN 'refused' END,
        CASE drawn.status WHEN 'accepted' THEN gen_random_uuid()::text END, a.created_at
      FROM attempts a CROSS JOIN (SELECT *, row_number() OVER (ORDER BY id) AS n FROM recipients) r
      CROSS JOIN LATERAL (SELECT CASE abs(hashtext(a.id::text || r.n)) % 100
        WHEN 0 THEN 'rejected' WHEN 1 THEN 'skipped' WHEN 2 THEN 'skipped' ELSE 'accepted' END AS status) drawn
      ORDER BY a.id, r.id`,
    `ALTER TABLE deliveries DISABLE TRIGGER deliveries_note_outcomes`,
    `UPDATE deliveries d SET fate = (CASE WHEN ${DRAWN} % 200 = 0 THEN 'bounced' WHEN ${DRAWN} % 5000 = 1 THEN 'complained'
        ELSE 'delivered' END)::delivery_fate, fate_at = a.created_at + interval '1 minute',
        opened_at = CASE WHEN ${DRAWN} % 200 <> 0 AND ${DRAWN} % 100 < 40 THEN ${LATER} END,
        clicked_at = CASE WHEN ${DRAWN} % 200 <> 0 AND ${DRAWN} % 100 < 6 THEN ${LATER} END
      FROM attempts a WHERE a.id = d.attempt_id AND d.status = 'accepted'`,
    `ALTER TABLE deliveries ENABLE TRIGGER deliveries_note_outcomes`,
    `UPDATE attempts a SET planned = c.planned, accepted = c.accepted, rejected = c.rejected, skipped = c.skipped
      FROM (SELECT attempt_id, count(*) AS planned, count(*) FILTER (WHERE status = 'accepted') AS accepted,
        count(*) FILTER (WHERE status = 'rejected') AS rejected, count(*) FILTER (WHERE status = 'skipped') AS skipped
        FROM deliveries GROUP BY 1) c WHERE c.attempt_id = a.id`,
    events("delivered", "d.fate_at", "copy = 1 AND d.fate IN ('delivered', 'complained')"),
    events("bounced", "d.fate_at", "copy = 1 AND d.fate = 'bounced'"),
    events("opened", "d.opened_at + copy * interval '1 minute'", "d.opened_at IS NOT NULL"),
    events(
      "clicked",
      "d.clicked_at + copy * interval '1 minute'",
      "d.clicked_at IS NOT NULL",
      `jsonb_build_object('click', jsonb_build_object('link', 'https://news.test/' || (${DRAWN} / 7 + copy) % 12))`,
    ),
    `INSERT INTO suppressions (owner_id, email, reason, delivery_id)
      SELECT DISTINCT ON (d.address) a.owner_id, d.address, 'unsubscribed', d.id FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
      WHERE ${DRAWN} % 400 = 0`,
    `INSERT INTO attempt_domains (attempt_id, domain, planned, accepted, rejected)
      SELECT attempt_id, receiving_domain(address), count(*), count(*) FILTER (WHERE status = 'accepted'),
        count(*) FILTER (WHERE status = 'rejected') FROM deliveries GROUP BY 1, 2`,
    `INSERT INTO clicked_links (attempt_id, link_md5, delivery_id, link)
      SELECT DISTINCT d.attempt_id, md5(e.detail->'click'->>'link')::uuid, d.id, e.detail->'click'->>'link'
      FROM provider_events e JOIN deliveries d ON d.id = e.delivery_id WHERE e.type = 'email.clicked'`,
    summed("quarter"),
    summed("domain"),
    "VACUUM ANALYZE",
  ];
}
