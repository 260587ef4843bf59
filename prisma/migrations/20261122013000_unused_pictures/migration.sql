-- When a picture is forgotten unless an article has it by then; null once one had it.
ALTER TABLE "images" ADD COLUMN "forget_at" TIMESTAMPTZ(3);
UPDATE "images" SET "forget_at" = "created_at" + interval '1 day' WHERE "variant_of" IS NULL AND "purpose" <> 'avatar';

-- What the schema language cannot say.

CREATE INDEX images_forget_at_idx ON images (forget_at) WHERE forget_at IS NOT NULL;
