-- The first opening or click that looks like a program's; opened_at and clicked_at are of people.
ALTER TABLE "deliveries" ADD COLUMN "automated_at" TIMESTAMPTZ(3);

-- A new value of an enum cannot be used before it is committed, so the type is made anew.
DROP TRIGGER deliveries_note_outcomes ON deliveries;
DROP FUNCTION note_outcomes();
DROP FUNCTION outcomes_of(text, delivery_fate, timestamptz, timestamptz, timestamptz);
ALTER TYPE "outcome_kind" RENAME TO "outcome_kind_before";
CREATE TYPE "outcome_kind" AS ENUM ('delivered', 'bounced', 'complained', 'opened', 'clicked', 'opened_delivered', 'automated');
ALTER TABLE "outcome_deltas" ALTER COLUMN "kind" TYPE "outcome_kind" USING "kind"::text::"outcome_kind";
ALTER TABLE "outcome_quarters" ALTER COLUMN "kind" TYPE "outcome_kind" USING "kind"::text::"outcome_kind";
ALTER TABLE "outcome_domains" ALTER COLUMN "kind" TYPE "outcome_kind" USING "kind"::text::"outcome_kind";
DROP TYPE "outcome_kind_before";

-- What the schema language cannot say.

CREATE INDEX deliveries_automated_idx ON deliveries (attempt_id, address COLLATE "C") WHERE automated_at IS NOT NULL;

-- What a delivery adds to the figures, and where; the only place that says so. Whoever was erased has no domain. A fate that
-- came without its instant counts at the beginning of time.
CREATE FUNCTION outcomes_of(address text, fate delivery_fate, fate_at timestamptz, opened_at timestamptz, clicked_at timestamptz,
  automated_at timestamptz DEFAULT NULL)
RETURNS TABLE (quarter timestamptz, domain text, kind outcome_kind) LANGUAGE sql IMMUTABLE AS $$
  SELECT date_bin('15 minutes', coalesce(o.at, 'epoch'), 'epoch'),
    CASE WHEN address LIKE 'erased-%@posthorn.invalid' THEN '' ELSE split_part(address, '@', -1) END, o.kind
  FROM (VALUES
    (fate_at, 'delivered'::outcome_kind, fate IN ('delivered', 'complained')),
    (fate_at, 'bounced', fate = 'bounced'),
    (fate_at, 'complained', fate = 'complained'),
    (opened_at, 'opened', opened_at IS NOT NULL),
    (clicked_at, 'clicked', clicked_at IS NOT NULL),
    (opened_at, 'opened_delivered', opened_at IS NOT NULL AND fate IN ('delivered', 'complained')),
    (automated_at, 'automated', automated_at IS NOT NULL)
  ) o (at, kind, counts) WHERE o.counts
$$;

CREATE FUNCTION note_outcomes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outcome_deltas (attempt_id, quarter, domain, kind, change)
  SELECT NEW.attempt_id, quarter, domain, kind, sum(change) FROM (
    SELECT o.*, -1 AS change
    FROM outcomes_of(OLD.address, OLD.fate, OLD.fate_at, OLD.opened_at, OLD.clicked_at, OLD.automated_at) o
    UNION ALL
    SELECT o.*, 1 FROM outcomes_of(NEW.address, NEW.fate, NEW.fate_at, NEW.opened_at, NEW.clicked_at, NEW.automated_at) o
  ) both_states GROUP BY quarter, domain, kind HAVING sum(change) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER deliveries_note_outcomes AFTER UPDATE OF address, fate, fate_at, opened_at, clicked_at, automated_at ON deliveries
  FOR EACH ROW WHEN ((OLD.address, OLD.fate, OLD.fate_at, OLD.opened_at, OLD.clicked_at, OLD.automated_at)
    IS DISTINCT FROM (NEW.address, NEW.fate, NEW.fate_at, NEW.opened_at, NEW.clicked_at, NEW.automated_at))
  EXECUTE FUNCTION note_outcomes();
