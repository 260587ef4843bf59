import type { Database } from "@/lib/db";
import type { Period } from "@/lib/mailings/schedule";
import type { ClosingReason, MailingStatus, AttemptStatus } from "@/lib/mailings/status";

/** Instants are milliseconds of the engine's clock. */
export interface MailingRow {
  id: string;
  status: MailingStatus;
  period: Period;
  next: number | null;
  last: number | null;
  edited: number;
  end: number | null;
  paused: boolean;
  stopped: boolean;
  blocked: boolean;
  protected: string | null;
  archived: boolean;
}

export interface AttemptRow {
  id: string;
  mailing: string;
  owner: string;
  kind: "scheduled" | "manual" | "retry";
  occurrence: number;
  startId: string | null;
  status: AttemptStatus;
  closing: ClosingReason | null;
  missedBefore: number;
  subject: string;
  planned: number;
  created: number;
}

export interface BatchRow {
  id: string;
  attempt: string;
  status: "pending" | "claimed" | "requested" | "closed";
  token: string | null;
  available: number;
  lease: number | null;
  claims: number;
  freeze: number;
  hash: string | null;
  unknownAt: number | null;
  code: string | null;
}

export type DeliveryStatus = "pending" | "accepted" | "rejected" | "skipped" | "cancelled" | "uncertain";

export interface DeliveryRow {
  id: string;
  attempt: string;
  batch: string;
  recipient: string;
  address: string;
  status: DeliveryStatus;
  reason: string | null;
  providerId: string | null;
  fate: string | null;
  settled: number | null;
}

/** All that the ledger says at one instant. */
export interface Look {
  now: number;
  /** Until when the gate is shut; null: it is open. */
  shutUntil: number | null;
  mailings: Map<string, MailingRow>;
  attempts: Map<string, AttemptRow>;
  batches: Map<string, BatchRow>;
  deliveries: Map<string, DeliveryRow>;
  /** Owner's id and address, of every suppression that is not lifted. */
  suppressed: Set<string>;
  recipients: Set<string>;
  /** The part that `verifyLedger` reads, to tell whether anything of it has changed. */
  text: string;
}

interface Row {
  now: number;
  shutUntil: number | null;
  mailings: MailingRow[];
  attempts: AttemptRow[];
  batches: BatchRow[];
  deliveries: DeliveryRow[];
  suppressed: string[];
  recipients: string[];
}

/** One statement, so that everything is of one instant. */
export async function lookAtLedger(db: Database): Promise<Look> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT (extract(epoch FROM engine_now()) * 1000)::float8 AS now,
      (SELECT (extract(epoch FROM next_look_at) * 1000)::float8 FROM provider_state WHERE id = 1) AS "shutUntil",
      (SELECT coalesce(json_agg(json_build_object('id', m.id, 'status', m.status, 'period', m.period,
        'next', (extract(epoch FROM next_run_at) * 1000)::float8, 'last', (extract(epoch FROM last_planned_at) * 1000)::float8,
        'edited', (extract(epoch FROM schedule_edited_at) * 1000)::float8, 'end', (extract(epoch FROM end_at) * 1000)::float8,
        'paused', paused_at IS NOT NULL, 'stopped', stopped_at IS NOT NULL, 'blocked', u.blocked_at IS NOT NULL,
        'protected', protected_code, 'archived', archived_at IS NOT NULL) ORDER BY m.id), '[]')
        FROM mailings m JOIN users u ON u.id = m.owner_id) AS mailings,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'mailing', mailing_id, 'owner', owner_id, 'kind', kind,
        'occurrence', (extract(epoch FROM occurrence_at) * 1000)::float8, 'startId', start_id, 'status', status,
        'closing', closing_reason, 'missedBefore', skipped_occurrences, 'subject', subject, 'planned', planned,
        'created', (extract(epoch FROM created_at) * 1000)::float8) ORDER BY created_at, id), '[]') FROM attempts) AS attempts,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'attempt', attempt_id, 'status', status, 'token', claim_token,
        'available', (extract(epoch FROM available_at) * 1000)::float8, 'lease', (extract(epoch FROM lease_until) * 1000)::float8,
        'claims', claims, 'freeze', freeze_number, 'hash', body_hash, 'unknownAt', (extract(epoch FROM first_unknown_at) * 1000)::float8,
        'code', answer_code) ORDER BY attempt_id, seq, id), '[]') FROM batches) AS batches,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'attempt', attempt_id, 'batch', batch_id, 'recipient', recipient_id,
        'address', address, 'status', status, 'reason', reason, 'providerId', provider_id, 'fate', fate,
        'settled', (extract(epoch FROM settled_at) * 1000)::float8) ORDER BY batch_id, position), '[]') FROM deliveries) AS deliveries,
      (SELECT coalesce(json_agg(owner_id || ' ' || email), '[]') FROM suppressions WHERE lifted_at IS NULL) AS suppressed,
      (SELECT coalesce(json_agg(id), '[]') FROM recipients) AS recipients`;
  if (row === undefined) throw new Error("the ledger could not be read");
  return {
    now: row.now,
    shutUntil: row.shutUntil,
    mailings: byId(row.mailings),
    attempts: byId(row.attempts),
    batches: byId(row.batches),
    deliveries: byId(row.deliveries),
    suppressed: new Set(row.suppressed),
    recipients: new Set(row.recipients),
    text: JSON.stringify([row.attempts, row.batches, row.deliveries]),
  };
}

export function isOpen(attempt: AttemptRow): boolean {
  return attempt.status === "planning" || attempt.status === "sending";
}

export function openAttemptOf(look: Look, mailingId: string): AttemptRow | null {
  for (const attempt of look.attempts.values()) {
    if (attempt.mailing === mailingId && isOpen(attempt)) return attempt;
  }
  return null;
}

export function isHeld(mailing: MailingRow): boolean {
  const { paused, stopped, blocked, archived } = mailing;
  return paused || stopped || blocked || archived || mailing.protected !== null;
}

export function mailingOfBatch(look: Look, batch: BatchRow): MailingRow {
  return mustHave(look.mailings, mustHave(look.attempts, batch.attempt).mailing);
}

export function mustHave<T>(map: Map<string, T>, id: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`nothing is known of ${id}`);
  return found;
}

function byId<T extends { id: string }>(rows: T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
