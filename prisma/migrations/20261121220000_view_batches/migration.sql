-- Which batches of views, counted in Redis, are in posts.views: none is added twice.
CREATE TABLE "view_batches" (
    "id" UUID NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "view_batches_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "view_batches_applied_at_idx" ON "view_batches"("applied_at");
