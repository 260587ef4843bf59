-- Which emails an owner wants about their mailings, and each that was due, so that it goes out once.
ALTER TABLE "users" ADD COLUMN "notify_trouble" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN "notify_success" BOOLEAN NOT NULL DEFAULT true;

CREATE TABLE "notices" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "owner_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "attempt_id" UUID,
    "about_at" TIMESTAMPTZ(3) NOT NULL,
    "silent" BOOLEAN NOT NULL,
    "available_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "notices_kind_subject_id_about_at_key" ON "notices"("kind", "subject_id", "about_at");
CREATE INDEX "notices_created_at_idx" ON "notices"("created_at");
CREATE INDEX "notices_owner_id_idx" ON "notices"("owner_id");
CREATE INDEX notices_waiting_idx ON notices (available_at) WHERE sent_at IS NULL AND NOT silent;

ALTER TABLE "notices" ADD CONSTRAINT "notices_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
