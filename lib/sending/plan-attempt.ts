import { Prisma } from "@prisma/client";
import { v7 as uuidv7 } from "uuid";
import type { Queryable } from "@/lib/db";
import { due, occurrencesAfter, type Period } from "@/lib/mailings/schedule";
import { usedFields } from "@/lib/messages/merge-fields";
import type { Engine } from "@/lib/sending/engine";
import { mailbox } from "@/lib/sending/render";
import { BATCH_LIMIT, BODY_LIMIT, MAIL_OVERHEAD } from "@/lib/sending/settings";
import { apart } from "@/lib/sending/apart";
import { onlyMailing, unheld } from "@/lib/sending/unheld";

/** A mailing with its message and owner, its row locked until the transaction ends. */
export interface LockedMailing {
  id: string;
  ownerId: string;
  startLocal: string;
  timeZone: string;
  period: Period;
  endAt: Date | null;
  scheduleEditedAt: Date;
  nextRunAt: Date | null;
  archivedAt: Date | null;
  held: boolean;
  openAttempt: boolean;
  now: Date;
  /** Null where a retry's first attempt does not know its message. */
  messageId: string | null;
  subject: string;
  preheader: string;
  html: string;
  text: string;
  language: string;
  senderName: string;
  replyTo: string;
}

export interface NewAttempt {
  kind: "scheduled" | "manual" | "retry";
  status: "planning" | "missed";
  occurrenceAt: Date;
  skippedOccurrences: number;
  startId: string | null;
  startedById: string | null;
  /** The attempt whose deliveries a retry tries again. */
  retryOfId?: string;
  /** Of a retry of uncertain deliveries instead of rejected ones: their ids, none for all. */
  uncertain?: readonly string[];
}

const MAILINGS_AT_ONCE = 100;

/** Makes the attempts of all mailings that are due; returns the owner of each. */
export async function planDueMailings(engine: Engine, mailingId?: string): Promise<string[]> {
  const candidates = await engine.db.$queryRaw<{ id: string; ownerId: string }[]>`
    SELECT m.id, m.owner_id AS "ownerId" FROM mailings m JOIN users u ON u.id = m.owner_id
    WHERE m.next_run_at <= engine_now() AND m.next_run_at IS NOT NULL AND m.archived_at IS NULL
      AND (${unheld} OR m.end_at <= engine_now()) AND ${onlyMailing(mailingId)}
      AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.mailing_id = m.id AND a.status IN ('planning', 'sending'))
    ORDER BY m.next_run_at LIMIT ${MAILINGS_AT_ONCE}`;
  const owners: string[] = [];
  for (const { id, ownerId } of candidates) {
    if (await apart(engine, `mailing ${id} could not be planned`, () => planDueMailing(engine, id)))
      owners.push(ownerId);
  }
  return owners;
}

/** Names of mailings that are due, may send and have no open attempt: after a tick, those that it could not plan. */
export async function stillDue(engine: Engine, mailingId?: string): Promise<string[]> {
  const rows = await engine.db.$queryRaw<{ name: string }[]>`
    SELECT m.name FROM mailings m JOIN users u ON u.id = m.owner_id
    WHERE m.next_run_at <= engine_now() AND m.archived_at IS NULL AND ${unheld} AND ${onlyMailing(mailingId)}
      AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.mailing_id = m.id AND a.status IN ('planning', 'sending'))
    ORDER BY m.next_run_at, m.id LIMIT ${MAILINGS_AT_ONCE}`;
  return rows.map(({ name }) => name);
}

/** Milliseconds until the next mailing that may send is due, 0 when one is, null when none is to come. */
export async function nextDueIn(engine: Engine, mailingId?: string): Promise<number | null> {
  const [row] = await engine.db.$queryRaw<{ wait: number }[]>`
    SELECT greatest(0, extract(epoch FROM m.next_run_at - engine_now()) * 1000)::float AS wait
    FROM mailings m JOIN users u ON u.id = m.owner_id
    WHERE m.next_run_at IS NOT NULL AND m.archived_at IS NULL AND ${unheld} AND ${onlyMailing(mailingId)}
      AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.mailing_id = m.id AND a.status IN ('planning', 'sending'))
    ORDER BY m.next_run_at LIMIT 1`;
  return row?.wait ?? null;
}

async function planDueMailing(engine: Engine, id: string): Promise<boolean> {
  return engine.db.$transaction(async (tx) => {
    const mailing = await lockMailing(tx, id, "skip locked");
    if (mailing === null || mailing.archivedAt !== null || mailing.openAttempt) return false;
    const next = due(mailing, mailing.nextRunAt, mailing.scheduleEditedAt, mailing.now);
    if (next.kind === "waiting") {
      // The zone's rules changed after the instant was stored: it comes later, and is looked for then.
      const later = occurrencesAfter(mailing, mailing.now, 1)[0] ?? null;
      await tx.$executeRaw`UPDATE mailings SET next_run_at = ${later}::timestamptz WHERE id = ${id}::uuid`;
      return false;
    }
    if (next.kind === "due" && mailing.held) return false;
    await insertAttempt(tx, mailing, engine.fromAddress, {
      kind: "scheduled",
      status: next.kind === "missed" ? "missed" : "planning",
      occurrenceAt: next.occurrence,
      skippedOccurrences: next.skipped,
      startId: null,
      startedById: null,
    });
    // Moves on even where the occurrence already had its attempt, or it would be looked at for ever.
    await tx.$executeRaw`
      UPDATE mailings SET next_run_at = ${next.nextRunAt}::timestamptz, last_planned_at = ${next.occurrence}::timestamptz
      WHERE id = ${id}::uuid`;
    return true;
  });
}

/** Locks a mailing's row; null where it does not exist or, with `skip locked`, somebody else holds it. */
export async function lockMailing(
  tx: Queryable,
  id: string,
  wait: "wait" | "skip locked",
): Promise<LockedMailing | null> {
  const lock = wait === "wait" ? Prisma.empty : Prisma.sql`SKIP LOCKED`;
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM mailings WHERE id = ${id}::uuid FOR NO KEY UPDATE ${lock}`;
  if (locked.length === 0) return null;
  // Read by a statement of its own: one that waited for the lock would see other tables as they were before.
  const [row] = await tx.$queryRaw<LockedMailing[]>`
    SELECT m.id, m.owner_id AS "ownerId", m.start_local AS "startLocal", m.time_zone AS "timeZone",
      m.period::text AS period, m.end_at AS "endAt", m.schedule_edited_at AS "scheduleEditedAt",
      m.next_run_at AS "nextRunAt", m.archived_at AS "archivedAt", NOT ${unheld} AS held,
      EXISTS (SELECT 1 FROM attempts a WHERE a.mailing_id = m.id AND a.status IN ('planning', 'sending')) AS "openAttempt",
      engine_now() AS now, g.id AS "messageId", g.subject, g.preheader, g.html, g.text, u.language,
      coalesce(nullif(u.sender_name, ''), u.name) AS "senderName", coalesce(nullif(u.reply_to, ''), u.email) AS "replyTo"
    FROM mailings m JOIN users u ON u.id = m.owner_id JOIN messages g ON g.id = m.message_id
    WHERE m.id = ${id}::uuid`;
  return row ?? null;
}

/**
 * Inserts an attempt with the message as it is now. The mailing's row must be locked.
 *
 * @returns its id, or null where this occurrence already has one
 */
export async function insertAttempt(
  tx: Queryable,
  mailing: LockedMailing,
  fromAddress: string,
  attempt: NewAttempt,
): Promise<string | null> {
  const id = uuidv7();
  const inserted = await tx.$executeRaw`
    INSERT INTO attempts (id, mailing_id, owner_id, kind, retry_of_id, retry_uncertain, retry_only, occurrence_at, start_id, started_by_id, status, closing_reason,
      skipped_occurrences, message_id, subject, preheader, html, text, from_address, reply_to, language, sender_name,
      merge_fields, batch_size, created_at, closed_at)
    VALUES (${id}::uuid, ${mailing.id}::uuid, ${mailing.ownerId}::uuid, ${attempt.kind}::attempt_kind,
      ${attempt.retryOfId ?? null}::uuid, ${attempt.uncertain !== undefined}, ${[...(attempt.uncertain ?? [])]}::uuid[],
      ${attempt.occurrenceAt}::timestamptz, ${attempt.startId}::uuid, ${attempt.startedById}::uuid,
      ${attempt.status}::attempt_status, ${attempt.status === "missed" ? "missed" : null}::closing_reason,
      ${attempt.skippedOccurrences}, ${mailing.messageId}::uuid, ${mailing.subject}, ${mailing.preheader}, ${mailing.html}, ${mailing.text},
      ${mailbox(mailing.senderName, fromAddress)}, ${mailing.replyTo}, ${mailing.language}, ${mailing.senderName},
      ${usedFields(mailing.subject, mailing.preheader, mailing.html, mailing.text)}::text[], ${batchSize(mailing)},
      engine_now(), CASE WHEN ${attempt.status === "missed"} THEN engine_now() END)
    ON CONFLICT (mailing_id, occurrence_at) DO NOTHING`;
  if (inserted === 0) return null;
  await tx.$executeRaw`UPDATE mailings SET status = 'running' WHERE id = ${mailing.id}::uuid AND status <> 'running'`;
  return id;
}

/** As many mails as fit into a request, at most 100. */
export function batchSize(message: {
  subject: string;
  preheader: string;
  html: string;
  text: string;
}): number {
  const { subject, preheader, html, text } = message;
  const mail = Buffer.byteLength(subject + preheader + html + text) + MAIL_OVERHEAD;
  return Math.max(1, Math.min(BATCH_LIMIT, Math.floor(BODY_LIMIT / mail)));
}
