import { Prisma } from "@prisma/client";
import { z } from "zod";
import { database } from "@/lib/db";
import { maySeeMailing } from "@/lib/mailings/policy";
import type { SettledLately } from "@/lib/mailings/measured-pace";
import type { AttemptCounts, AttemptStatus, ClosingReason } from "@/lib/mailings/status";
import { readTimeKey, writeTimeKey } from "@/lib/paging/keyset";
import type { Actor } from "@/lib/users/policy";

const PAGE_SIZE = 20;

export interface AttemptSummary extends AttemptCounts {
  id: string;
  mailingId: string;
  kind: "scheduled" | "manual" | "retry";
  status: AttemptStatus;
  closingReason: ClosingReason | null;
  occurrenceAt: Date;
  createdAt: Date;
  closedAt: Date | null;
  skippedOccurrences: number;
  /** The provider's last answer that was not plain success, in its own words. */
  answer: string | null;
}

// While an attempt is open its batches hold the figures, afterwards the attempt itself.
export const summaryColumns = Prisma.sql`a.id, a.mailing_id AS "mailingId", a.kind::text AS kind, a.status::text AS status,
  a.closing_reason::text AS "closingReason", a.occurrence_at AS "occurrenceAt", a.created_at AS "createdAt",
  a.closed_at AS "closedAt", a.skipped_occurrences AS "skippedOccurrences", a.answer,
  coalesce(open.planned, a.planned) AS planned, coalesce(open.accepted, a.accepted) AS accepted,
  coalesce(open.rejected, a.rejected) AS rejected, coalesce(open.skipped, a.skipped) AS skipped,
  coalesce(open.cancelled, a.cancelled) AS cancelled, coalesce(open.uncertain, a.uncertain) AS uncertain`;

export const openFigures = openFiguresWith(Prisma.empty);

function openFiguresWith(more: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`LEFT JOIN LATERAL (
    SELECT sum(b.size)::int AS planned, sum(b.accepted)::int AS accepted, sum(b.rejected)::int AS rejected,
      sum(b.skipped)::int AS skipped, sum(b.cancelled)::int AS cancelled, sum(b.uncertain)::int AS uncertain ${more}
    FROM batches b WHERE b.attempt_id = a.id AND a.status IN ('planning', 'sending')
  ) open ON TRUE`;
}

/** An attempt and what of it was settled within the last minute. */
export interface LatestAttempt extends AttemptSummary {
  lately: SettledLately;
}

const lately = Prisma.sql`b.requests > 0 AND b.closed_at > (SELECT engine_now()) - interval '1 minute'`;

/**
 * The latest attempt of a mailing, whether or not it is open; null where it has never run. What it was asked about lately
 * is counted in the reading of its batches that the figures take anyway.
 */
export async function latestAttempt(mailingId: string): Promise<LatestAttempt | null> {
  type Row = AttemptSummary & {
    lateBatches: number | null;
    lateEmails: number | null;
    lateMs: number | null;
  };
  const [row] = await database().$queryRaw<Row[]>`
    SELECT ${summaryColumns}, open.late_batches AS "lateBatches", open.late_emails AS "lateEmails", open.late_ms AS "lateMs"
    FROM (
      SELECT * FROM attempts WHERE mailing_id = ${mailingId}::uuid ORDER BY created_at DESC, id DESC LIMIT 1
    ) a
    ${openFiguresWith(Prisma.sql`,
      (count(*) FILTER (WHERE ${lately}))::int AS late_batches,
      (sum(b.size) FILTER (WHERE ${lately}))::int AS late_emails,
      (extract(epoch FROM (max(b.closed_at) FILTER (WHERE ${lately})) - (min(b.closed_at) FILTER (WHERE ${lately}))) * 1000)::int
        AS late_ms`)}`;
  if (row === undefined) return null;
  const { lateBatches, lateEmails, lateMs, ...attempt } = row;
  return { ...attempt, lately: { batches: lateBatches ?? 0, emails: lateEmails ?? 0, ms: lateMs ?? 0 } };
}

/** The latest attempt of each of these mailings, by the mailing's id. */
export async function lastAttempts(mailingIds: string[]): Promise<Map<string, AttemptSummary>> {
  if (mailingIds.length === 0) return new Map();
  const rows = await database().$queryRaw<AttemptSummary[]>`
    SELECT ${summaryColumns}
    FROM unnest(${mailingIds}::uuid[]) AS m (id)
    CROSS JOIN LATERAL (
      SELECT * FROM attempts WHERE mailing_id = m.id ORDER BY created_at DESC, id DESC LIMIT 1
    ) a
    ${openFigures}`;
  return new Map(rows.map((row) => [row.mailingId, row]));
}

export interface AttemptPage {
  rows: AttemptSummary[];
  /** Where the older ones begin; null on the last page. */
  next: string | null;
}

/** A mailing's attempts, newest first, twenty a page. Whoever calls has asked whether the mailing may be seen. */
export async function attemptsOf(mailingId: string, after: string | null): Promise<AttemptPage> {
  const key = readTimeKey(after ?? undefined);
  const older = key ? Prisma.sql`AND (created_at, id) < (${key.at}, ${key.id}::uuid)` : Prisma.empty;
  const found = await database().$queryRaw<AttemptSummary[]>`
    SELECT ${summaryColumns}
    FROM (
      SELECT * FROM attempts WHERE mailing_id = ${mailingId}::uuid ${older}
      ORDER BY created_at DESC, id DESC LIMIT ${PAGE_SIZE + 1}
    ) a
    ${openFigures}
    ORDER BY a.created_at DESC, a.id DESC`;
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  const next = found.length > PAGE_SIZE && last ? writeTimeKey({ at: last.createdAt, id: last.id }) : null;
  return { rows, next };
}

export interface AttemptDetail extends AttemptSummary {
  ownerId: string;
  subject: string;
  mailing: { name: string; timeZone: string };
}

/** An attempt for who may see its mailing; null when there is none, or none for them. */
export async function attemptDetail(actor: Actor, attemptId: string): Promise<AttemptDetail | null> {
  if (!z.uuid().safeParse(attemptId).success) return null;
  const [row] = await database().$queryRaw<
    (AttemptSummary & { subject: string; mailingName: string; timeZone: string; ownerId: string })[]
  >`
    SELECT ${summaryColumns}, a.subject, m.name AS "mailingName", m.time_zone AS "timeZone", m.owner_id AS "ownerId"
    FROM attempts a JOIN mailings m ON m.id = a.mailing_id
    ${openFigures}
    WHERE a.id = ${attemptId}::uuid`;
  if (row === undefined || !maySeeMailing(actor, row)) return null;
  const { mailingName: name, timeZone, ...summary } = row;
  return { ...summary, mailing: { name, timeZone } };
}

/** The message of an attempt as it was planned, merge fields still in it. Whoever calls has asked whether it may be seen. */
export async function attemptMessage(
  attemptId: string,
): Promise<{ html: string; fromAddress: string } | null> {
  return database().attempt.findUnique({
    where: { id: attemptId },
    select: { html: true, fromAddress: true },
  });
}
