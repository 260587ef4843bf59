-- Who opened or clicked in an attempt, for reports and the lists behind their figures. Partial: planning and settling write
-- no entry, only an email's first opening and first click do.
CREATE INDEX deliveries_opened_idx ON deliveries (attempt_id, address COLLATE "C") WHERE opened_at IS NOT NULL;
CREATE INDEX deliveries_clicked_idx ON deliveries (attempt_id, address COLLATE "C") WHERE clicked_at IS NOT NULL;
