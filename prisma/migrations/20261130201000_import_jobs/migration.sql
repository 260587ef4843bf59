-- A file that is sent in parts, of somebody who has not begun its import yet, or of the job that imports it.
CREATE TABLE "uploads" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "owner_id" UUID NOT NULL,
    "job_id" UUID,
    "name" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "uploads_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "upload_parts" (
    "upload_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "lines" INTEGER NOT NULL,

    CONSTRAINT "upload_parts_pkey" PRIMARY KEY ("upload_id", "number")
);

-- What became of the rows of one step of an import.
CREATE TABLE "import_chunks" (
    "job_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "report" TEXT NOT NULL,
    "invalid" TEXT NOT NULL,
    "told" JSONB NOT NULL,

    CONSTRAINT "import_chunks_pkey" PRIMARY KEY ("job_id", "number")
);

CREATE UNIQUE INDEX "uploads_job_id_key" ON "uploads"("job_id");
CREATE INDEX "uploads_owner_id_idx" ON "uploads"("owner_id");
CREATE INDEX "uploads_created_at_idx" ON "uploads"("created_at");

ALTER TABLE "uploads" ADD CONSTRAINT "uploads_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "upload_parts" ADD CONSTRAINT "upload_parts_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "uploads"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "import_chunks" ADD CONSTRAINT "import_chunks_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
