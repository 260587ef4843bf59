-- Reads the table, and lets others write meanwhile.
ALTER TABLE deliveries VALIDATE CONSTRAINT deliveries_accepted_has_id;
ALTER TABLE deliveries VALIDATE CONSTRAINT deliveries_resolved;
