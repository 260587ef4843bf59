-- When a person has seen their overview last, and up to when they had seen it before this visit.
ALTER TABLE "users" ADD COLUMN "overview_seen_at" TIMESTAMPTZ(3);
ALTER TABLE "users" ADD COLUMN "overview_since" TIMESTAMPTZ(3);

-- What is counted of everybody's mailings, without reading them.
CREATE INDEX mailings_present_idx ON mailings (status) WHERE archived_at IS NULL;

-- What went wrong, from the latest: one owner's, and everybody's.
CREATE INDEX attempts_owner_trouble_idx ON attempts (owner_id, closed_at DESC)
  WHERE status IN ('partly_failed', 'failed', 'missed');
CREATE INDEX attempts_trouble_idx ON attempts (closed_at DESC)
  WHERE status IN ('partly_failed', 'failed', 'missed');

CREATE INDEX mailings_stopped_idx ON mailings (stopped_at) WHERE stopped_at IS NOT NULL;
CREATE INDEX mailings_protected_idx ON mailings (protected_at) WHERE protected_at IS NOT NULL;

-- What was accepted and rejected in a time, without reading the attempts, each of which carries its message.
CREATE INDEX attempts_owner_figures_idx ON attempts (owner_id, closed_at) INCLUDE (accepted, rejected);
CREATE INDEX attempts_figures_idx ON attempts (closed_at) INCLUDE (accepted, rejected);

-- What is being written.
CREATE INDEX posts_drafts_idx ON posts (updated_at DESC, id DESC) WHERE status = 'draft';
