-- What became of a closed attempt's emails by receiving domain, and who clicked which link: counting a million deliveries, or
-- reading every click, takes a report of the two most of a second.

CREATE TABLE "attempt_domains" (
    "attempt_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "planned" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,

    CONSTRAINT "attempt_domains_pkey" PRIMARY KEY ("attempt_id","domain")
);

CREATE TABLE "clicked_links" (
    "attempt_id" UUID NOT NULL,
    "link_md5" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "link" TEXT NOT NULL,

    CONSTRAINT "clicked_links_pkey" PRIMARY KEY ("attempt_id","link_md5","delivery_id")
);
CREATE INDEX "clicked_links_delivery_id_idx" ON "clicked_links"("delivery_id");

-- What the schema language cannot say.

-- Few unsubscribe, and many deliveries would be asked whether they did.
CREATE INDEX suppressions_unsubscribed_idx ON suppressions (delivery_id) WHERE reason = 'unsubscribed' AND delivery_id IS NOT NULL;

-- The domain that reports count an address under; the only place that says so.
CREATE FUNCTION receiving_domain(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN address LIKE 'erased-%@posthorn.invalid' THEN '' ELSE split_part(address, '@', -1) END
$$;

-- After an attempt has closed, only an erasure, a proof or a person's decision changes its deliveries. Each of them locks the
-- attempt first, as whoever closes it does: this finds all of its figures or none.
CREATE FUNCTION recount_domains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE attempt_domains SET planned = planned - 1, accepted = accepted - (OLD.status = 'accepted')::int,
    rejected = rejected - (OLD.status = 'rejected')::int
  WHERE attempt_id = OLD.attempt_id AND domain = receiving_domain(OLD.address);
  IF FOUND THEN
    INSERT INTO attempt_domains AS known (attempt_id, domain, planned, accepted, rejected)
    VALUES (NEW.attempt_id, receiving_domain(NEW.address), 1, (NEW.status = 'accepted')::int, (NEW.status = 'rejected')::int)
    ON CONFLICT (attempt_id, domain) DO UPDATE SET planned = known.planned + 1,
      accepted = known.accepted + excluded.accepted, rejected = known.rejected + excluded.rejected;
    DELETE FROM attempt_domains WHERE attempt_id = OLD.attempt_id AND domain = receiving_domain(OLD.address) AND planned = 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER deliveries_recount_domains AFTER UPDATE OF address, status ON deliveries FOR EACH ROW
  WHEN (OLD.address <> NEW.address OR (OLD.status <> 'pending' AND OLD.status <> NEW.status)) EXECUTE FUNCTION recount_domains();

-- After the trigger, whose lock lets nobody change a delivery until all of this is committed.
INSERT INTO attempt_domains (attempt_id, domain, planned, accepted, rejected)
  SELECT d.attempt_id, receiving_domain(d.address), count(*), count(*) FILTER (WHERE d.status = 'accepted'),
    count(*) FILTER (WHERE d.status = 'rejected')
  FROM deliveries d JOIN attempts a ON a.id = d.attempt_id WHERE a.closed_at IS NOT NULL GROUP BY 1, 2;
INSERT INTO clicked_links (attempt_id, link_md5, delivery_id, link)
  SELECT DISTINCT d.attempt_id, md5(e.detail->'click'->>'link')::uuid, d.id, e.detail->'click'->>'link'
  FROM provider_events e JOIN deliveries d ON d.id = e.delivery_id
  WHERE e.type = 'email.clicked' AND e.detail->'click'->>'link' IS NOT NULL AND e.detail->'automated' IS NULL
    AND d.clicked_at IS NOT NULL AND receiving_domain(d.address) <> '';
