-- An erasing is a job like the others; those that are under way go on as such.
INSERT INTO "jobs" ("id", "owner_id", "kind", "input", "state", "available_at", "created_at")
SELECT "id", "owner_id", 'erasing', '{}',
  jsonb_build_object('emails', to_jsonb("emails"), 'recipientIds', to_jsonb("recipient_ids"), 'batchIds', to_jsonb("batch_ids")),
  "created_at", "created_at"
FROM "erasures";

DROP TABLE "erasures";
