-- Addresses that their owner erased, as keyed hashes: they do not come in again unasked.
CREATE TABLE "erased_addresses" (
    "owner_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "erased_addresses_pkey" PRIMARY KEY ("owner_id","hash")
);

-- Erasings that are under way.
CREATE TABLE "erasures" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "owner_id" UUID NOT NULL,
    "emails" TEXT[],
    "recipient_ids" UUID[],
    "batch_ids" UUID[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "erasures_owner_id_idx" ON "erasures"("owner_id");

ALTER TABLE "erased_addresses" ADD CONSTRAINT "erased_addresses_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
