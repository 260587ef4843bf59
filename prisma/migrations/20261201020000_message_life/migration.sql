-- Who saved a message last. Null for those that were saved before this was known.
ALTER TABLE "messages" ADD COLUMN "saved_by_id" UUID;

-- What messages were before each save, and texts that were set aside for another.
CREATE TABLE "message_versions" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "message_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "preheader" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "format" "message_format" NOT NULL,
    "source" TEXT NOT NULL,
    "text_is_own" BOOLEAN NOT NULL,
    "document" JSONB,
    "saved_by_id" UUID,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "is_set_aside" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "message_versions_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "message_versions_message_id_saved_at_id_idx" ON "message_versions"("message_id", "saved_at", "id");

ALTER TABLE "message_versions" ADD CONSTRAINT "message_versions_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is typed and not saved. No mailing reads it.
CREATE TABLE "message_drafts" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "owner_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "based_on" TIMESTAMPTZ(3),
    "fields" JSONB NOT NULL,
    "writer" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_drafts_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "message_drafts_owner_id_message_id_saved_at_idx" ON "message_drafts"("owner_id", "message_id", "saved_at");

ALTER TABLE "message_drafts" ADD CONSTRAINT "message_drafts_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
