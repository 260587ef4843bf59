-- What an owner's recipients may have beside email, name and comment. Values stay in recipients.fields, by these names.
CREATE TYPE "field_type" AS ENUM ('text', 'number', 'date', 'yes_no');

CREATE TABLE "fields" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "type" "field_type" NOT NULL DEFAULT 'text',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fields_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "fields_owner_id_name_key" ON "fields"("owner_id", "name");

ALTER TABLE "fields" ADD CONSTRAINT "fields_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Names that recipients have values of, up to 200 of each owner's.
INSERT INTO "fields" ("owner_id", "name")
SELECT "owner_id", "key" FROM (
    SELECT "owner_id", "key", row_number() OVER (PARTITION BY "owner_id" ORDER BY count(*) DESC, "key") AS "place"
    FROM "recipients", jsonb_object_keys("fields") AS "key"
    WHERE jsonb_typeof("fields") = 'object'
    GROUP BY "owner_id", "key"
) "found" WHERE "place" <= 200;

-- Columns of the list of recipients that somebody has chosen.
ALTER TABLE "users" ADD COLUMN "recipient_columns" TEXT[] DEFAULT ARRAY['name', 'state', 'added']::TEXT[];
