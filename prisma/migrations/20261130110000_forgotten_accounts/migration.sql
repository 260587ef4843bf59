-- What the ticks look for to delete.
CREATE INDEX "user_tokens_expires_at_idx" ON "user_tokens"("expires_at");
CREATE INDEX "users_unconfirmed_idx" ON "users"("updated_at") WHERE email_verified_at IS NULL;
