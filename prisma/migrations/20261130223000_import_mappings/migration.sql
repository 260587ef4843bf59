-- Which column is what, as its owner corrected it, by the names of the columns.
CREATE TABLE "import_mappings" (
    "owner_id" UUID NOT NULL,
    "header_hash" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_mappings_pkey" PRIMARY KEY ("owner_id", "header_hash")
);

ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
