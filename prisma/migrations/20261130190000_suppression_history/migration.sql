-- When somebody came into a list. Members of before keep null: nobody knows any more.
ALTER TABLE "list_members" ADD COLUMN "added_at" TIMESTAMPTZ(3);
ALTER TABLE "list_members" ALTER COLUMN "added_at" SET DEFAULT CURRENT_TIMESTAMP;

-- Who suppressed an address by hand, and what a suppression said before a stronger reason took its place.
ALTER TABLE "suppressions" ADD COLUMN "set_by_id" UUID;
CREATE INDEX "suppressions_owner_id_email_idx" ON "suppressions"("owner_id", "email");

CREATE TABLE "earlier_suppressions" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "owner_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "reason" "suppression_reason" NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "delivery_id" UUID,
    "set_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "earlier_suppressions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "earlier_suppressions_owner_id_email_idx" ON "earlier_suppressions"("owner_id", "email");

-- What the schema language cannot say.

-- By a trigger, so that no statement that replaces a reason can forget it; setting and lifting a suppression cost nothing more.
CREATE FUNCTION keep_earlier_suppression() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO earlier_suppressions (owner_id, email, reason, note, delivery_id, set_by_id, created_at)
  VALUES (NEW.owner_id, NEW.email, OLD.reason, OLD.note, OLD.delivery_id, OLD.set_by_id, OLD.created_at);
  -- The reason that takes its place is the recipient's own word: who gave the earlier one, and why, stays with that one.
  NEW.set_by_id = NULL;
  IF NEW.note = OLD.note THEN NEW.note = ''; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER suppressions_keep_earlier BEFORE UPDATE OF reason ON suppressions FOR EACH ROW
  WHEN (OLD.reason IS DISTINCT FROM NEW.reason) EXECUTE FUNCTION keep_earlier_suppression();
