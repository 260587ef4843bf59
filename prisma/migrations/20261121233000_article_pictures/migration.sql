-- What a picture is kept for: it says who may use it, and when it is forgotten.
CREATE TYPE "image_purpose" AS ENUM ('avatar', 'cover', 'article');
ALTER TABLE "images" ADD COLUMN "purpose" "image_purpose";
UPDATE "images" SET "purpose" = CASE
  WHEN "variant_of" IS NOT NULL OR "width" = 1200 OR "id" IN (SELECT "cover_id" FROM "posts") THEN 'cover'::"image_purpose"
  ELSE 'avatar'::"image_purpose" END;
ALTER TABLE "images" ALTER COLUMN "purpose" SET NOT NULL;

-- Which pictures stand in which article's text. One that stands in any cannot be deleted.
CREATE TABLE "post_images" (
    "post_id" UUID NOT NULL,
    "image_id" UUID NOT NULL,
    CONSTRAINT "post_images_pkey" PRIMARY KEY ("post_id", "image_id")
);
CREATE INDEX "post_images_image_id_idx" ON "post_images"("image_id");
ALTER TABLE "post_images" ADD CONSTRAINT "post_images_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "post_images" ADD CONSTRAINT "post_images_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- When visitors saw an article first: kept while it is scheduled once more, so that cancelling that loses no date and no address.
ALTER TABLE "posts" ADD COLUMN "first_published_at" TIMESTAMPTZ(3);
UPDATE "posts" SET "first_published_at" = "published_at" WHERE "published_at" <= now();
