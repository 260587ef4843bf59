import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import type { SuppressionReason } from "@/lib/recipients/schema";

/** The email that a suppression came of. */
export interface CausingEmail {
  attemptId: string;
  mailingName: string;
  subject: string;
  at: Date;
}

export interface SuppressedEvent {
  kind: "suppressed";
  at: Date;
  reason: SuppressionReason;
  note: string;
  /** Who did it by hand; null where nobody did, or it was not recorded yet. */
  by: string | null;
  email: CausingEmail | null;
}

export interface LiftedEvent {
  kind: "lifted";
  at: Date;
  reason: string;
  by: string | null;
}

export interface AddedEvent {
  kind: "added";
  at: Date;
}

export type TimelineEvent = SuppressedEvent | LiftedEvent | AddedEvent;

/** Far more than an address is ever suppressed. */
const MOST = 500;

interface Row {
  reason: SuppressionReason;
  note: string;
  createdAt: Date;
  setBy: string | null;
  liftedAt: Date | null;
  liftReason: string | null;
  liftedBy: string | null;
  attemptId: string | null;
  mailingName: string | null;
  subject: string | null;
  sentAt: Date | null;
}

/** What happened to an address beside its deliveries, the oldest first: added, suppressed, lifted. */
export async function eventsOf(recipient: {
  ownerId: string;
  email: string;
  createdAt: Date;
}): Promise<TimelineEvent[]> {
  const rows = await suppressionsOf(recipient);
  const events: TimelineEvent[] = [{ kind: "added", at: recipient.createdAt }];
  for (const row of rows) {
    const { reason, note, setBy: by, liftedAt } = row;
    events.push({ kind: "suppressed", at: row.createdAt, reason, note, by, email: emailOf(row) });
    if (liftedAt !== null)
      events.push({ kind: "lifted", at: liftedAt, reason: row.liftReason ?? "", by: row.liftedBy });
  }
  return events.sort((one, other) => one.at.getTime() - other.at.getTime());
}

function emailOf({ attemptId, mailingName, subject, sentAt }: Row): CausingEmail | null {
  if (attemptId === null || mailingName === null || subject === null || sentAt === null) return null;
  return { attemptId, mailingName, subject, at: sentAt };
}

function suppressionsOf({ ownerId, email }: { ownerId: string; email: string }): Promise<Row[]> {
  const ofAddress = Prisma.sql`WHERE owner_id = ${ownerId}::uuid AND email = ${email}`;
  // An email of another owner, as after a hand-over of one of two, is not this one's to read.
  return database().$queryRaw<Row[]>`
    SELECT s.reason::text AS reason, s.note, s.created_at AS "createdAt", s.lifted_at AS "liftedAt",
      s.lift_reason AS "liftReason", setter.name AS "setBy", lifter.name AS "liftedBy",
      sent.id AS "attemptId", sent.name AS "mailingName", sent.subject, sent.created_at AS "sentAt"
    FROM (
      SELECT reason, note, delivery_id, set_by_id, created_at, lifted_at, lifted_by_id, lift_reason FROM suppressions ${ofAddress}
      UNION ALL
      SELECT reason, note, delivery_id, set_by_id, created_at, NULL, NULL, NULL FROM earlier_suppressions ${ofAddress}
      LIMIT ${MOST}
    ) s
    LEFT JOIN LATERAL (SELECT name FROM users WHERE id = s.set_by_id LIMIT 1) setter ON TRUE
    LEFT JOIN LATERAL (SELECT name FROM users WHERE id = s.lifted_by_id LIMIT 1) lifter ON TRUE
    LEFT JOIN LATERAL (
      SELECT a.id, a.subject, a.created_at, m.name
      FROM deliveries d JOIN attempts a ON a.id = d.attempt_id AND a.owner_id = ${ownerId}::uuid JOIN mailings m ON m.id = a.mailing_id
      WHERE d.id = s.delivery_id LIMIT 1
    ) sent ON TRUE`;
}
