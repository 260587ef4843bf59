-- UUID version 7 for rows made in bulk (PostgreSQL has none of its own before 18): ids of one
-- statement lie side by side in the primary key's index. RFC 9562, section 5.7.
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(
    set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
      FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;


-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('user', 'manager', 'content_manager', 'admin');

-- CreateEnum
CREATE TYPE "token_purpose" AS ENUM ('verify_email', 'reset_password', 'change_email');

-- CreateEnum
CREATE TYPE "period" AS ENUM ('once', 'daily', 'weekly', 'monthly');

-- CreateEnum
CREATE TYPE "mailing_status" AS ENUM ('created', 'running', 'finished');

-- CreateEnum
CREATE TYPE "attempt_kind" AS ENUM ('scheduled', 'manual', 'retry');

-- CreateEnum
CREATE TYPE "attempt_status" AS ENUM ('planning', 'sending', 'succeeded', 'partly_failed', 'failed', 'stopped', 'cancelled', 'missed');

-- CreateEnum
CREATE TYPE "closing_reason" AS ENUM ('finished', 'superseded', 'over', 'missed', 'archived');

-- CreateEnum
CREATE TYPE "batch_status" AS ENUM ('pending', 'claimed', 'requested', 'closed');

-- CreateEnum
CREATE TYPE "delivery_status" AS ENUM ('pending', 'accepted', 'rejected', 'skipped', 'cancelled', 'uncertain');

-- CreateEnum
CREATE TYPE "delivery_fate" AS ENUM ('delayed', 'delivered', 'bounced', 'complained', 'failed', 'suppressed');

-- CreateEnum
CREATE TYPE "suppression_reason" AS ENUM ('unsubscribed', 'bounced', 'complained', 'manual');

-- CreateEnum
CREATE TYPE "halt_kind" AS ENUM ('breaker', 'pause');

-- CreateEnum
CREATE TYPE "post_status" AS ENUM ('draft', 'published');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" "role" NOT NULL DEFAULT 'user',
    "email_verified_at" TIMESTAMPTZ(3),
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "blocked_at" TIMESTAMPTZ(3),
    "blocked_by_id" UUID,
    "blocked_reason" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "phone" TEXT,
    "country" TEXT,
    "language" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "sender_name" TEXT,
    "reply_to" TEXT,
    "avatar_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_tokens" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" "token_purpose" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "new_email" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "user_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recipients" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "owner_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT '',
    "fields" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "recipients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lists" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "list_members" (
    "list_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    CONSTRAINT "list_members_pkey" PRIMARY KEY ("list_id","recipient_id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "preheader" TEXT NOT NULL DEFAULT '',
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "document" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailings" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "start_local" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "period" "period" NOT NULL,
    "end_at" TIMESTAMPTZ(3),
    "schedule_edited_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_run_at" TIMESTAMPTZ(3),
    "last_planned_at" TIMESTAMPTZ(3),
    "status" "mailing_status" NOT NULL DEFAULT 'created',
    "paused_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_by_id" UUID,
    "stop_reason" TEXT,
    "protected_at" TIMESTAMPTZ(3),
    "protected_code" TEXT,
    "protected_answer" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "mailings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailing_lists" (
    "mailing_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    CONSTRAINT "mailing_lists_pkey" PRIMARY KEY ("mailing_id","list_id")
);

-- CreateTable
CREATE TABLE "mailing_recipients" (
    "mailing_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    CONSTRAINT "mailing_recipients_pkey" PRIMARY KEY ("mailing_id","recipient_id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "id" UUID NOT NULL,
    "mailing_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "kind" "attempt_kind" NOT NULL,
    "occurrence_at" TIMESTAMPTZ(3) NOT NULL,
    "start_id" UUID,
    "retry_of_id" UUID,
    "started_by_id" UUID,
    "status" "attempt_status" NOT NULL DEFAULT 'planning',
    "closing_reason" "closing_reason",
    "skipped_occurrences" INTEGER NOT NULL DEFAULT 0,
    "subject" TEXT NOT NULL,
    "preheader" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "from_address" TEXT NOT NULL,
    "reply_to" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "sender_name" TEXT NOT NULL,
    "merge_fields" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "batch_size" INTEGER NOT NULL,
    "plan_cursor" UUID,
    "next_seq" INTEGER NOT NULL DEFAULT 0,
    "planned" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "uncertain" INTEGER NOT NULL DEFAULT 0,
    "answer_code" TEXT,
    "answer" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "planned_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    CONSTRAINT "attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batches" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "attempt_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "split_of_id" UUID,
    "status" "batch_status" NOT NULL DEFAULT 'pending',
    "size" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "uncertain" INTEGER NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ(3) NOT NULL,
    "claim_token" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "claims" INTEGER NOT NULL DEFAULT 0,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "freeze_number" INTEGER NOT NULL DEFAULT 0,
    "body" BYTEA,
    "body_hash" TEXT,
    "provider_fingerprint" TEXT,
    "first_unknown_at" TIMESTAMPTZ(3),
    "requested_at" TIMESTAMPTZ(3),
    "unknowns" INTEGER NOT NULL DEFAULT 0,
    "answer_code" TEXT,
    "answer" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    CONSTRAINT "batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "attempt_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "recipient_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "fields" JSONB NOT NULL DEFAULT '{}',
    "status" "delivery_status" NOT NULL DEFAULT 'pending',
    "reason" TEXT,
    "answer" TEXT,
    "provider_id" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "fate" "delivery_fate",
    "fate_at" TIMESTAMPTZ(3),
    "fate_detail" TEXT,
    "opened_at" TIMESTAMPTZ(3),
    "clicked_at" TIMESTAMPTZ(3),
    "retry_of_id" UUID,
    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppressions" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "owner_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "reason" "suppression_reason" NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "delivery_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by_id" UUID,
    "lift_reason" TEXT,
    CONSTRAINT "suppressions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "delivery_id" UUID,
    "provider_email_id" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "provider_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_state" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "clock_offset_ms" BIGINT NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failed_batch_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "halt_kind" "halt_kind",
    "halted_at" TIMESTAMPTZ(3),
    "halt_code" TEXT,
    "halt_answer" TEXT,
    "looks" INTEGER NOT NULL DEFAULT 0,
    "next_look_at" TIMESTAMPTZ(3),
    "probe_token" UUID,
    "probe_until" TIMESTAMPTZ(3),
    "suspect_id" UUID,
    "suspect_clear_at" TIMESTAMPTZ(3),
    "last_tick_at" TIMESTAMPTZ(3),
    "last_tick" JSONB,
    CONSTRAINT "provider_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "images" (
    "id" UUID NOT NULL,
    "owner_id" UUID,
    "mime_type" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "images_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posts" (
    "id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL,
    "status" "post_status" NOT NULL DEFAULT 'draft',
    "published_at" TIMESTAMPTZ(3),
    "views" INTEGER NOT NULL DEFAULT 0,
    "cover_id" UUID,
    "cover_alt" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "posts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "actor_id" UUID,
    "actor_email" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "target_name" TEXT NOT NULL DEFAULT '',
    "reason" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");

-- CreateIndex
CREATE INDEX "users_avatar_id_idx" ON "users"("avatar_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_tokens_token_hash_key" ON "user_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "user_tokens_user_id_purpose_idx" ON "user_tokens"("user_id", "purpose");

-- CreateIndex
CREATE INDEX "recipients_owner_id_id_idx" ON "recipients"("owner_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "recipients_owner_id_email_key" ON "recipients"("owner_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "lists_owner_id_name_key" ON "lists"("owner_id", "name");

-- CreateIndex
CREATE INDEX "list_members_recipient_id_idx" ON "list_members"("recipient_id");

-- CreateIndex
CREATE INDEX "messages_owner_id_updated_at_id_idx" ON "messages"("owner_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "mailings_owner_id_created_at_id_idx" ON "mailings"("owner_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "mailings_message_id_idx" ON "mailings"("message_id");

-- CreateIndex
CREATE INDEX "mailing_lists_list_id_idx" ON "mailing_lists"("list_id");

-- CreateIndex
CREATE INDEX "mailing_recipients_recipient_id_idx" ON "mailing_recipients"("recipient_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_start_id_key" ON "attempts"("start_id");

-- CreateIndex
CREATE INDEX "attempts_mailing_id_created_at_id_idx" ON "attempts"("mailing_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "attempts_owner_id_created_at_id_idx" ON "attempts"("owner_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "attempts_created_at_id_idx" ON "attempts"("created_at", "id");

-- CreateIndex
CREATE INDEX "attempts_retry_of_id_idx" ON "attempts"("retry_of_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_mailing_id_occurrence_at_key" ON "attempts"("mailing_id", "occurrence_at");

-- CreateIndex
CREATE INDEX "batches_attempt_id_seq_idx" ON "batches"("attempt_id", "seq");

-- CreateIndex
CREATE INDEX "deliveries_batch_id_position_idx" ON "deliveries"("batch_id", "position");

-- CreateIndex
CREATE INDEX "deliveries_recipient_id_id_idx" ON "deliveries"("recipient_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_attempt_id_address_key" ON "deliveries"("attempt_id", "address");

-- CreateIndex
CREATE INDEX "suppressions_owner_id_created_at_id_idx" ON "suppressions"("owner_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "provider_events_delivery_id_idx" ON "provider_events"("delivery_id");

-- CreateIndex
CREATE INDEX "provider_events_received_at_idx" ON "provider_events"("received_at");

-- CreateIndex
CREATE INDEX "images_owner_id_idx" ON "images"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "posts_slug_key" ON "posts"("slug");

-- CreateIndex
CREATE INDEX "posts_status_language_published_at_idx" ON "posts"("status", "language", "published_at");

-- CreateIndex
CREATE INDEX "posts_author_id_created_at_idx" ON "posts"("author_id", "created_at");

-- CreateIndex
CREATE INDEX "posts_cover_id_idx" ON "posts"("cover_id");

-- CreateIndex
CREATE INDEX "audit_events_created_at_id_idx" ON "audit_events"("created_at", "id");

-- CreateIndex
CREATE INDEX "audit_events_target_type_target_id_created_at_idx" ON "audit_events"("target_type", "target_id", "created_at");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_avatar_id_fkey" FOREIGN KEY ("avatar_id") REFERENCES "images"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_tokens" ADD CONSTRAINT "user_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recipients" ADD CONSTRAINT "recipients_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lists" ADD CONSTRAINT "lists_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_members" ADD CONSTRAINT "list_members_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_members" ADD CONSTRAINT "list_members_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailing_lists" ADD CONSTRAINT "mailing_lists_mailing_id_fkey" FOREIGN KEY ("mailing_id") REFERENCES "mailings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailing_lists" ADD CONSTRAINT "mailing_lists_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailing_recipients" ADD CONSTRAINT "mailing_recipients_mailing_id_fkey" FOREIGN KEY ("mailing_id") REFERENCES "mailings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailing_recipients" ADD CONSTRAINT "mailing_recipients_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_mailing_id_fkey" FOREIGN KEY ("mailing_id") REFERENCES "mailings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_retry_of_id_fkey" FOREIGN KEY ("retry_of_id") REFERENCES "attempts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batches" ADD CONSTRAINT "batches_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "attempts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_cover_id_fkey" FOREIGN KEY ("cover_id") REFERENCES "images"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the schema language cannot say.

-- The clock of the engine: the database's, plus an offset that tests turn.
CREATE FUNCTION engine_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT statement_timestamp() + (SELECT clock_offset_ms FROM provider_state WHERE id = 1) * interval '1 millisecond'
$$;

ALTER TABLE provider_state ADD CONSTRAINT provider_state_one_row CHECK (id = 1);
ALTER TABLE provider_state ADD CONSTRAINT provider_state_halt CHECK
  ((halt_kind IS NULL) = (halted_at IS NULL) AND (halt_kind IS NULL) = (next_look_at IS NULL));
INSERT INTO provider_state (id) VALUES (1);

ALTER TABLE users ADD CONSTRAINT users_email_lower CHECK (email = lower(email) AND email <> '');
ALTER TABLE recipients ADD CONSTRAINT recipients_email_lower CHECK (email = lower(email) AND email <> '');
ALTER TABLE suppressions ADD CONSTRAINT suppressions_email_lower CHECK (email = lower(email) AND email <> '');
ALTER TABLE deliveries ADD CONSTRAINT deliveries_address_lower CHECK (address = lower(address));
ALTER TABLE lists ADD CONSTRAINT lists_name CHECK (btrim(name) <> '');
ALTER TABLE mailings ADD CONSTRAINT mailings_name CHECK (btrim(name) <> '');
ALTER TABLE messages ADD CONSTRAINT messages_subject_one_line CHECK (subject !~ '[\r\n]');
ALTER TABLE mailings ADD CONSTRAINT mailings_start_local CHECK
  (start_local ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$');
ALTER TABLE mailings ADD CONSTRAINT mailings_stop CHECK
  ((stopped_at IS NULL) = (stop_reason IS NULL) AND (stopped_at IS NULL) = (stopped_by_id IS NULL));
ALTER TABLE mailings ADD CONSTRAINT mailings_protected CHECK ((protected_at IS NULL) = (protected_code IS NULL));
ALTER TABLE mailings ADD CONSTRAINT mailings_finished CHECK (status <> 'finished' OR next_run_at IS NULL);
ALTER TABLE users ADD CONSTRAINT users_blocked CHECK (blocked_at IS NULL OR blocked_reason IS NOT NULL);

-- One address is suppressed once at a time.
CREATE UNIQUE INDEX suppressions_active_key ON suppressions (owner_id, email) WHERE lifted_at IS NULL;
-- One attempt of a mailing is open at a time.
CREATE UNIQUE INDEX attempts_open_key ON attempts (mailing_id) WHERE status IN ('planning', 'sending');
-- A delivery is retried once.
CREATE UNIQUE INDEX deliveries_retry_of_id_key ON deliveries (retry_of_id) WHERE retry_of_id IS NOT NULL;

CREATE INDEX mailings_due_idx ON mailings (next_run_at) WHERE next_run_at IS NOT NULL AND archived_at IS NULL;
CREATE INDEX mailings_unfinished_idx ON mailings (id)
  WHERE status <> 'finished' AND archived_at IS NULL AND next_run_at IS NULL;
CREATE INDEX batches_claimable_idx ON batches (attempt_id, (claims >= 5), available_at, seq) WHERE status = 'pending';
CREATE INDEX batches_open_idx ON batches (attempt_id) WHERE status <> 'closed';
CREATE INDEX batches_lease_idx ON batches (lease_until) WHERE status IN ('claimed', 'requested');
CREATE INDEX batches_unknown_idx ON batches (first_unknown_at) WHERE status <> 'closed' AND first_unknown_at IS NOT NULL;

ALTER TABLE attempts ADD CONSTRAINT attempts_counts CHECK
  (least(planned, accepted, rejected, skipped, cancelled, uncertain, skipped_occurrences) >= 0);
ALTER TABLE attempts ADD CONSTRAINT attempts_closed CHECK
  ((status IN ('planning', 'sending')) = (closed_at IS NULL));
ALTER TABLE attempts ADD CONSTRAINT attempts_equation CHECK
  (status IN ('planning', 'sending') OR planned = accepted + rejected + skipped + cancelled + uncertain);
ALTER TABLE attempts ADD CONSTRAINT attempts_batch_size CHECK (batch_size BETWEEN 1 AND 100);
ALTER TABLE attempts ADD CONSTRAINT attempts_start CHECK (kind <> 'manual' OR start_id IS NOT NULL);
ALTER TABLE attempts ADD CONSTRAINT attempts_retry CHECK ((kind = 'retry') = (retry_of_id IS NOT NULL));

ALTER TABLE batches ADD CONSTRAINT batches_counts CHECK
  (size BETWEEN 0 AND 100 AND least(accepted, rejected, skipped, cancelled, uncertain) >= 0
   AND accepted + rejected + skipped + cancelled + uncertain <= size);
ALTER TABLE batches ADD CONSTRAINT batches_equation CHECK
  (status <> 'closed' OR accepted + rejected + skipped + cancelled + uncertain = size);
ALTER TABLE batches ADD CONSTRAINT batches_closed CHECK
  ((status = 'closed') = (closed_at IS NOT NULL) AND (status <> 'closed' OR body IS NULL));
ALTER TABLE batches ADD CONSTRAINT batches_lease CHECK
  ((status IN ('claimed', 'requested')) = (claim_token IS NOT NULL)
   AND (claim_token IS NULL) = (lease_until IS NULL));
-- What may have gone out is sent again byte for byte or not at all.
ALTER TABLE batches ADD CONSTRAINT batches_unknown_keeps_body CHECK
  (first_unknown_at IS NULL OR status = 'closed' OR (body IS NOT NULL AND body_hash IS NOT NULL));

ALTER TABLE deliveries ADD CONSTRAINT deliveries_accepted_has_id CHECK ((status = 'accepted') = (provider_id IS NOT NULL));
ALTER TABLE deliveries ADD CONSTRAINT deliveries_settled CHECK ((status = 'pending') = (settled_at IS NULL));

-- Room on each page lets a settlement update its rows in place (HOT) instead of writing every index anew.
ALTER TABLE deliveries SET (fillfactor = 70);
ALTER TABLE batches SET (fillfactor = 50);
ALTER TABLE attempts SET (fillfactor = 70);
ALTER TABLE provider_state SET (fillfactor = 20);
