-- The entry in the provider's own list that a suppression came of; null where it came of anything else.
ALTER TABLE "suppressions" ADD COLUMN "provider_entry" TEXT;
CREATE INDEX "suppressions_provider_entry_idx" ON "suppressions"("provider_entry");

-- What the schema language cannot say.

-- Whether an entry of the provider's list is gone already: its events come in no promised order.
CREATE INDEX "provider_events_list_idx" ON "provider_events"("provider_email_id") WHERE type = 'suppression.removed';
