-- Messages that are there were written as HTML, with a plain text of their own.
CREATE TYPE "message_format" AS ENUM ('markdown', 'html');
ALTER TABLE "messages"
  ADD COLUMN "format" "message_format" NOT NULL DEFAULT 'html',
  ADD COLUMN "source" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "text_is_own" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "archived_at" TIMESTAMPTZ(3);

ALTER TYPE "image_purpose" ADD VALUE 'message';

CREATE INDEX "messages_updated_at_id_idx" ON "messages"("updated_at", "id");
