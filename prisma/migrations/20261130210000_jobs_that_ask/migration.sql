-- A job that has stopped to ask something, and goes on once somebody has answered.
ALTER TABLE "jobs" ADD COLUMN "asks" BOOLEAN NOT NULL DEFAULT false;
