-- Everybody as a rule, not as rows; and whoever got the message before is left out.
ALTER TABLE "mailings" ADD COLUMN "to_everybody" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "mailings" ADD COLUMN "except_got_before" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "mailing_excluded_lists" (
    "mailing_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,

    CONSTRAINT "mailing_excluded_lists_pkey" PRIMARY KEY ("mailing_id","list_id")
);

CREATE INDEX "mailing_excluded_lists_list_id_idx" ON "mailing_excluded_lists"("list_id");

ALTER TABLE "mailing_excluded_lists" ADD CONSTRAINT "mailing_excluded_lists_mailing_id_fkey" FOREIGN KEY ("mailing_id") REFERENCES "mailings"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mailing_excluded_lists" ADD CONSTRAINT "mailing_excluded_lists_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Which message an attempt sent. Of those that ran before this was recorded it is the mailing's message of today: for a
-- mailing that has had another since, the nearest that is known.
ALTER TABLE "attempts" ADD COLUMN "message_id" UUID;
UPDATE "attempts" a SET "message_id" = m."message_id" FROM "mailings" m WHERE m."id" = a."mailing_id";

CREATE INDEX "attempts_message_id_idx" ON "attempts"("message_id");
