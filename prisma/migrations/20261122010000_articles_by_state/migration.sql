-- Articles of one state among many: a scheduled one is published from its time on.
CREATE INDEX "posts_status_published_at_idx" ON "posts"("status", "published_at");
