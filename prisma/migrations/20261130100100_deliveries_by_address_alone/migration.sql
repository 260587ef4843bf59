-- Planning a million keeps as many indexes as before.
DROP INDEX "deliveries_attempt_id_address_key";
ALTER INDEX deliveries_attempt_id_address_bytes_key RENAME TO "deliveries_attempt_id_address_key";
