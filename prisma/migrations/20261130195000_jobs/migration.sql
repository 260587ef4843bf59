CREATE TYPE "job_status" AS ENUM ('queued', 'running', 'paused', 'cancelled', 'succeeded', 'failed');

CREATE TABLE "jobs" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "owner_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" "job_status" NOT NULL DEFAULT 'queued',
    "undoes_id" UUID,
    "input" JSONB NOT NULL,
    "state" JSONB NOT NULL DEFAULT '{}',
    "total" INTEGER,
    "done" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "fault" TEXT,
    "faults" INTEGER NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claim_token" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "ran_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "job_chunks" (
    "job_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "changed" UUID[],
    "instants" TIMESTAMPTZ(3)[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "job_chunks_pkey" PRIMARY KEY ("job_id", "number")
);

CREATE UNIQUE INDEX "jobs_undoes_id_key" ON "jobs"("undoes_id");
CREATE INDEX "jobs_owner_id_created_at_id_idx" ON "jobs"("owner_id", "created_at", "id");
CREATE INDEX "jobs_finished_at_idx" ON "jobs"("finished_at");
-- What runners look for.
CREATE INDEX "jobs_open_idx" ON "jobs"("ran_at") WHERE status IN ('queued', 'running');

ALTER TABLE "jobs" ADD CONSTRAINT "jobs_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_undoes_id_fkey" FOREIGN KEY ("undoes_id") REFERENCES "jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "job_chunks" ADD CONSTRAINT "job_chunks_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Ended once, and claimed only while it runs.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_finished" CHECK ((finished_at IS NOT NULL) = (status IN ('cancelled', 'succeeded', 'failed')));
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_claimed" CHECK (claim_token IS NULL OR status = 'running');
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_counted" CHECK (done >= 0 AND total >= 0);
