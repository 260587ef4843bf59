-- Search by any part of an address or a name: an index over its trigrams. The extension comes with PostgreSQL, and since
-- 13 whoever may create something in the database may create it there.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- A blank stands before every word, and the line break that no search has between the two. On a million recipients 125 MB; what it costs an import:
-- docs/decisions/0042-search-by-trigrams.md.
CREATE INDEX recipients_text_idx ON recipients USING gin (lower(' ' || email || chr(10) || ' ' || name) gin_trgm_ops);

-- The few who complained among the many who unsubscribed.
CREATE INDEX suppressions_reason_idx ON suppressions (owner_id, reason, email) WHERE lifted_at IS NULL;
