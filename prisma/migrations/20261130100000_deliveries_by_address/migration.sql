-- An attempt's deliveries are looked for by the beginning of the address, in byte order, whatever the database's collation.
-- In place of the unique index in the database's own order: planning a million keeps as many indexes as before.
CREATE UNIQUE INDEX deliveries_attempt_id_address_bytes_key ON deliveries (attempt_id, address COLLATE "C");
DROP INDEX "deliveries_attempt_id_address_key";
ALTER INDEX deliveries_attempt_id_address_bytes_key RENAME TO "deliveries_attempt_id_address_key";
