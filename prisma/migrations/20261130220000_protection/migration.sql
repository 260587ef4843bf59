-- By how many of how many accepted emails the protection of the sender held a mailing, and which run it judged.
ALTER TABLE "mailings" ADD COLUMN "protected_events" INTEGER,
ADD COLUMN "protected_accepted" INTEGER;

ALTER TABLE "attempts" ADD COLUMN "protected_at" TIMESTAMPTZ(3);
