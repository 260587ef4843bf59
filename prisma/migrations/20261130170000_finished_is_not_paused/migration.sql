-- A pause ends with its mailing (lib/sending/finish.ts); earlier ones have outlived theirs.
UPDATE "mailings" SET "paused_at" = NULL WHERE "status" = 'finished' AND "paused_at" IS NOT NULL;
