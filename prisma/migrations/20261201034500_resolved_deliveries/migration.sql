-- A person resolves an uncertain delivery: treated as accepted, without the provider's id, or sent again by a retry.
ALTER TABLE "deliveries" ADD COLUMN "resolved_at" TIMESTAMPTZ(3),
ADD COLUMN "resolved_by_id" UUID;

ALTER TABLE "attempts" ADD COLUMN "retry_uncertain" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "retry_only" UUID[] DEFAULT ARRAY[]::UUID[];

-- NOT VALID: the rows are read by the next migration, which locks nobody out.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_accepted_has_id;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_accepted_has_id CHECK
  (CASE WHEN status = 'accepted' THEN provider_id IS NOT NULL OR resolved_at IS NOT NULL ELSE provider_id IS NULL END) NOT VALID;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_resolved CHECK
  ((resolved_at IS NULL) = (resolved_by_id IS NULL) AND (resolved_at IS NULL OR status = 'accepted')) NOT VALID;
ALTER TABLE attempts ADD CONSTRAINT attempts_retry_uncertain CHECK
  (kind = 'retry' OR (NOT retry_uncertain AND retry_only = '{}'));
