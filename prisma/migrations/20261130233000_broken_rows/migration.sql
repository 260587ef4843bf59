-- A row of an imported file that was not taken in, until somebody mends it.
CREATE TABLE "import_broken_rows" (
    "job_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "at" INTEGER,
    "cells" TEXT[],
    "text" TEXT NOT NULL,

    CONSTRAINT "import_broken_rows_pkey" PRIMARY KEY ("job_id", "line")
);

ALTER TABLE "import_broken_rows" ADD CONSTRAINT "import_broken_rows_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
