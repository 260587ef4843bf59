import type { Database } from "@/lib/db";

/** A hundred thousand recipients of twenty owners, with a past: each owner's has gone out once to everybody. */
export async function fillPast(db: Database): Promise<void> {
  for (const statement of PAST) await db.$executeRawUnsafe(statement);
}

const PAST = [
  `INSERT INTO users (id, email, name, password_hash)
    SELECT uuid_v7(), 'past' || n || '@people.test', 'Past', '-' FROM generate_series(1, 20) n`,
  `INSERT INTO recipients (owner_id, email, name)
    SELECT u.id, 'r' || n || '@past.test', 'Reader' FROM users u CROSS JOIN generate_series(1, 5000) n WHERE u.name = 'Past'`,
  `INSERT INTO lists (id, owner_id, name) SELECT uuid_v7(), id, 'Everybody' FROM users WHERE name = 'Past'`,
  `INSERT INTO list_members (list_id, recipient_id)
    SELECT l.id, r.id FROM lists l JOIN recipients r ON r.owner_id = l.owner_id`,
  `INSERT INTO messages (id, owner_id, subject, html, text) SELECT uuid_v7(), id, 'S', '<p>H</p>', 'T' FROM users WHERE name = 'Past'`,
  `INSERT INTO mailings (id, owner_id, message_id, name, start_local, time_zone, period, status)
    SELECT uuid_v7(), g.owner_id, g.id, 'Mailing ' || n, '2026-01-01T09:00:00', 'UTC', 'once', 'finished'
    FROM messages g CROSS JOIN generate_series(1, 250) n`,
  `INSERT INTO mailing_lists (mailing_id, list_id) SELECT m.id, l.id FROM mailings m JOIN lists l ON l.owner_id = m.owner_id`,
  `INSERT INTO attempts (id, mailing_id, owner_id, kind, occurrence_at, status, subject, preheader, html, text, from_address,
      reply_to, language, sender_name, merge_fields, batch_size, closed_at, planned, accepted)
    SELECT uuid_v7(), m.id, m.owner_id, 'scheduled', now() - n * interval '1 day', 'cancelled', 'S', '', 'H', 'T', 'f@x.test',
      'r@x.test', 'en', 'Past', '{}', 100, now(), 0, 0 FROM mailings m CROSS JOIN generate_series(1, 4) n`,
  `INSERT INTO batches (attempt_id, seq, status, size, available_at, closed_at)
    SELECT id, n, 'closed', 0, now(), now() FROM attempts CROSS JOIN generate_series(0, 4) n`,
  `INSERT INTO deliveries (attempt_id, batch_id, position, recipient_id, address, name, status, provider_id, settled_at)
    SELECT b.attempt_id, b.id, n, gen_random_uuid(), n || b.id::text, 'Reader', 'accepted', gen_random_uuid()::text, now()
    FROM (SELECT * FROM batches LIMIT 1000) b CROSS JOIN generate_series(0, 99) n`,
  `UPDATE batches SET size = 100, accepted = 100 WHERE id IN (SELECT batch_id FROM deliveries)`,
  `UPDATE attempts a SET planned = s.size, accepted = s.size, status = 'succeeded'
    FROM (SELECT attempt_id, sum(size) AS size FROM batches GROUP BY attempt_id HAVING sum(size) > 0) s WHERE s.attempt_id = a.id`,
  `INSERT INTO suppressions (owner_id, email, reason)
    SELECT owner_id, email, 'bounced' FROM recipients WHERE email LIKE '%7@past.test'`,
  `INSERT INTO earlier_suppressions (owner_id, email, reason, created_at)
    SELECT owner_id, email, 'manual', now() FROM recipients WHERE email LIKE '%9@past.test'`,
  `INSERT INTO provider_events (id, type, delivery_id, occurred_at)
    SELECT 'past-' || n, 'email.delivered', gen_random_uuid(), now() FROM generate_series(1, 50000) n`,
  `INSERT INTO posts (id, author_id, slug, language, title, source, body, status, published_at, created_at)
    SELECT uuid_v7(), (SELECT id FROM users WHERE name = 'Past' LIMIT 1), 'past-' || n, CASE n % 2 WHEN 0 THEN 'en' ELSE 'ru' END,
      'Past article ' || n, repeat('Text ', 300), repeat('Text ', 300), 'published', now() - n * interval '1 hour',
      now() - n * interval '1 hour' FROM generate_series(1, 5000) n`,
  `INSERT INTO post_readers (post_id, reader, counted_at)
    SELECT id, n::text, now() FROM posts CROSS JOIN generate_series(1, 10) n`,
  `INSERT INTO images (id, owner_id, mime_type, width, height, bytes, purpose, forget_at)
    SELECT p.id, p.author_id, 'image/webp', 1, 1, '', 'article', CASE WHEN row_number() OVER () % 1000 = 0 THEN now() END FROM posts p`,
  `INSERT INTO post_images (post_id, image_id) SELECT id, id FROM posts`,
  // As the database itself does before long: counts then need no more than an index.
  "VACUUM ANALYZE",
];
