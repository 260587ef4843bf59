-- An article whose time is to come is scheduled; it shows from its time on, whatever the status says by then.
ALTER TYPE "post_status" ADD VALUE 'scheduled' BEFORE 'published';

ALTER TABLE "posts" ADD COLUMN "source" TEXT NOT NULL DEFAULT '';
-- Articles so far were paragraphs, headings and lists in HTML.
UPDATE "posts" SET "source" = trim(E'\n' FROM
  replace(replace(replace(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace("body",
      '<h2>', E'\n## ', 'g'), '<li>', '- ', 'g'), '</(p|h2)>', E'\n', 'g'), '</?(p|ul|li)>', '', 'g'),
      '</?(em|strong)>', '*', 'g'),
    '&lt;', '<'), '&gt;', '>'), '&amp;', '&'));

-- A cover is stored in several widths; the smaller ones go with the original.
ALTER TABLE "images" ADD COLUMN "variant_of" UUID;
CREATE UNIQUE INDEX "images_variant_of_width_key" ON "images"("variant_of", "width");
ALTER TABLE "images" ADD CONSTRAINT "images_variant_of_fkey" FOREIGN KEY ("variant_of") REFERENCES "images"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "post_readers" (
    "post_id" UUID NOT NULL,
    "reader" TEXT NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "post_readers_pkey" PRIMARY KEY ("post_id", "reader")
);
CREATE INDEX "post_readers_counted_at_idx" ON "post_readers"("counted_at");
ALTER TABLE "post_readers" ADD CONSTRAINT "post_readers_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

DROP INDEX "posts_status_language_published_at_idx";
CREATE INDEX "posts_created_at_id_idx" ON "posts"("created_at", "id");

-- What the schema language cannot say.

-- What visitors may see, by language and from the latest.
CREATE INDEX posts_public_idx ON posts (language, published_at DESC, id DESC) WHERE status <> 'draft';

-- What is to come: this transaction may not name the new status yet.
CREATE INDEX posts_scheduled_idx ON posts (published_at) WHERE status <> 'draft' AND status <> 'published';

ALTER TABLE posts ADD CONSTRAINT posts_published_at CHECK (status = 'draft' OR published_at IS NOT NULL);
