-- An attempt's deliveries are looked for by the beginning of the address, in byte order, whatever the database's collation.
-- The index that it replaces goes in a migration of its own: dropped here, under the lock that building this one takes,
-- it would wait for transactions that wait for that lock.
CREATE UNIQUE INDEX deliveries_attempt_id_address_bytes_key ON deliveries (attempt_id, address COLLATE "C");
