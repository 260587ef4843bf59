-- Figures of what became of emails after they were accepted, kept beside the deliveries: counting a million takes seconds.

CREATE TYPE "outcome_kind" AS ENUM ('delivered', 'bounced', 'complained', 'opened', 'clicked', 'opened_delivered');

CREATE TABLE "outcome_deltas" (
    "id" BIGSERIAL NOT NULL,
    "attempt_id" UUID NOT NULL,
    "quarter" TIMESTAMPTZ(3) NOT NULL,
    "domain" TEXT NOT NULL,
    "kind" "outcome_kind" NOT NULL,
    "change" SMALLINT NOT NULL,

    CONSTRAINT "outcome_deltas_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "outcome_deltas_attempt_id_idx" ON "outcome_deltas"("attempt_id");

CREATE TABLE "outcome_quarters" (
    "attempt_id" UUID NOT NULL,
    "quarter" TIMESTAMPTZ(3) NOT NULL,
    "kind" "outcome_kind" NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "outcome_quarters_pkey" PRIMARY KEY ("attempt_id","quarter","kind")
);

CREATE TABLE "outcome_domains" (
    "attempt_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "kind" "outcome_kind" NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "outcome_domains_pkey" PRIMARY KEY ("attempt_id","domain","kind")
);

-- What the schema language cannot say.

-- What a delivery adds to the figures, and where; the only place that says so. Whoever was erased has no domain. A fate that
-- came without its instant counts at the beginning of time.
CREATE FUNCTION outcomes_of(address text, fate delivery_fate, fate_at timestamptz, opened_at timestamptz, clicked_at timestamptz)
RETURNS TABLE (quarter timestamptz, domain text, kind outcome_kind) LANGUAGE sql IMMUTABLE AS $$
  SELECT date_bin('15 minutes', coalesce(o.at, 'epoch'), 'epoch'),
    CASE WHEN address LIKE 'erased-%@posthorn.invalid' THEN '' ELSE split_part(address, '@', -1) END, o.kind
  FROM (VALUES
    (fate_at, 'delivered'::outcome_kind, fate IN ('delivered', 'complained')),
    (fate_at, 'bounced', fate = 'bounced'),
    (fate_at, 'complained', fate = 'complained'),
    (opened_at, 'opened', opened_at IS NOT NULL),
    (clicked_at, 'clicked', clicked_at IS NOT NULL),
    (opened_at, 'opened_delivered', opened_at IS NOT NULL AND fate IN ('delivered', 'complained'))
  ) o (at, kind, counts) WHERE o.counts
$$;

-- By a trigger, so that no statement can forget it: it has the row as it was and as it is, under the lock of the change itself.
-- Planning and settling set none of these columns and do not come here.
CREATE FUNCTION note_outcomes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outcome_deltas (attempt_id, quarter, domain, kind, change)
  SELECT NEW.attempt_id, quarter, domain, kind, sum(change) FROM (
    SELECT o.*, -1 AS change FROM outcomes_of(OLD.address, OLD.fate, OLD.fate_at, OLD.opened_at, OLD.clicked_at) o
    UNION ALL
    SELECT o.*, 1 FROM outcomes_of(NEW.address, NEW.fate, NEW.fate_at, NEW.opened_at, NEW.clicked_at) o
  ) both_states GROUP BY quarter, domain, kind HAVING sum(change) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER deliveries_note_outcomes AFTER UPDATE OF address, fate, fate_at, opened_at, clicked_at ON deliveries FOR EACH ROW
  WHEN ((OLD.address, OLD.fate, OLD.fate_at, OLD.opened_at, OLD.clicked_at)
    IS DISTINCT FROM (NEW.address, NEW.fate, NEW.fate_at, NEW.opened_at, NEW.clicked_at)) EXECUTE FUNCTION note_outcomes();

-- After the trigger, whose lock lets nobody change a delivery until all of this is committed.
INSERT INTO outcome_quarters (attempt_id, quarter, kind, count)
  SELECT d.attempt_id, o.quarter, o.kind, count(*) FROM deliveries d
  CROSS JOIN LATERAL outcomes_of(d.address, d.fate, d.fate_at, d.opened_at, d.clicked_at) o
  WHERE d.fate IS NOT NULL OR d.opened_at IS NOT NULL OR d.clicked_at IS NOT NULL GROUP BY 1, 2, 3;
INSERT INTO outcome_domains (attempt_id, domain, kind, count)
  SELECT d.attempt_id, o.domain, o.kind, count(*) FROM deliveries d
  CROSS JOIN LATERAL outcomes_of(d.address, d.fate, d.fate_at, d.opened_at, d.clicked_at) o
  WHERE d.fate IS NOT NULL OR d.opened_at IS NOT NULL OR d.clicked_at IS NOT NULL GROUP BY 1, 2, 3;
