-- SHA-256 of the file that was uploaded, hex: the same file of one owner is stored once. Null for images stored before.
ALTER TABLE "images" ADD COLUMN "source_hash" TEXT;
-- Since when nothing shows an image of messages; null while something does.
ALTER TABLE "images" ADD COLUMN "unused_since" TIMESTAMPTZ(3);

CREATE UNIQUE INDEX images_owner_source_hash_key ON images (owner_id, source_hash) WHERE purpose = 'message' AND source_hash IS NOT NULL;

-- Those that a message had once were kept for good: they are looked at again.
UPDATE "images" SET "forget_at" = CURRENT_TIMESTAMP + interval '1 day' WHERE "purpose" = 'message' AND "forget_at" IS NULL;
