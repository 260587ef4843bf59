-- Reports count the fates of millions of deliveries out of this index alone. Settlements leave it as it is.
CREATE INDEX deliveries_fate_idx ON deliveries (attempt_id, fate) WHERE fate IS NOT NULL;
