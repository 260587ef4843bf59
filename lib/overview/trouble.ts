import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import { protectionOf, type Protection } from "@/lib/mailings/protection";
import type { Visit } from "@/lib/overview/visit";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

const SHOWN = 5;
/** Who stays away longer, or comes for the first time, is told of the last days only. */
const DAYS_BACK = 30;
const DAY_MS = 24 * 60 * 60 * 1_000;

interface OfMailing {
  mailingId: string;
  name: string;
  /** Whose it is, where that is somebody else. */
  owner: string | null;
  /** When it was held; of a run when it began, as everywhere else. */
  at: Date;
}

export interface FailedAttempt extends OfMailing {
  id: string;
  status: "partly_failed" | "failed" | "missed";
  planned: number;
  accepted: number;
}

export interface HeldMailing extends OfMailing {
  hold: "stopped" | "protected";
  /** Who stopped it, and the reason given; the provider's words where it refused. */
  by: string | null;
  reason: string | null;
  /** Null where it was stopped. */
  protection: Protection | null;
}

/** Five at most of each, the latest first, and how many there are. */
export interface Trouble {
  since: Date;
  attempts: FailedAttempt[];
  attemptsTotal: number;
  holds: HeldMailing[];
  holdsTotal: number;
}

type ProtectedColumns = Parameters<typeof protectionOf>[0];
type Found<Item> = Item & { ownerId: string; ownerName: string; total: number };

/** What went wrong since the last visit: runs that failed or were missed, and mailings that others have held since. */
export async function troubleSince(actor: Actor, { now, since }: Visit): Promise<Trouble> {
  const whole = maySeeAll(actor);
  const from = new Date(Math.max(since?.getTime() ?? 0, now.getTime() - DAYS_BACK * DAY_MS));
  if (!whole && !mayOwnMailings(actor)) {
    return { since: from, attempts: [], attemptsTotal: 0, holds: [], holdsTotal: 0 };
  }
  const ownerId = whole ? null : actor.id;
  const [attempts, holds] = await Promise.all([failedAttempts(ownerId, from), heldMailings(ownerId, from)]);
  return {
    since: from,
    attempts: attempts.map((row) => shown(actor, row)),
    attemptsTotal: attempts[0]?.total ?? 0,
    holds: holds.map((row) => shown(actor, row)),
    holdsTotal: holds[0]?.total ?? 0,
  };
}

function shown<Item extends OfMailing>(
  actor: Actor,
  { ownerId, ownerName, total: _total, ...row }: Found<Item>,
) {
  return { ...row, owner: ownerId === actor.id ? null : ownerName };
}

function failedAttempts(ownerId: string | null, from: Date) {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND a.owner_id = ${ownerId}::uuid`;
  return database().$queryRaw<Found<FailedAttempt>[]>`
    SELECT a.id, a.status::text AS status, a.planned, a.accepted, a.created_at AS at, a.total,
      m.id AS "mailingId", m.name, u.id AS "ownerId", u.name AS "ownerName", NULL AS owner
    FROM (
      SELECT a.id, a.status, a.planned, a.accepted, a.created_at, a.closed_at, a.mailing_id, count(*) OVER ()::int AS total
      FROM attempts a
      WHERE a.status IN ('partly_failed', 'failed', 'missed') AND a.closed_at > ${from} ${whose}
      ORDER BY a.closed_at DESC, a.id DESC LIMIT ${SHOWN}
    ) a
    JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id
    ORDER BY a.closed_at DESC, a.id DESC`;
}

async function heldMailings(ownerId: string | null, from: Date) {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND m.owner_id = ${ownerId}::uuid`;
  // One index for each hold. What is both stopped and protected is told once, as stopped.
  const held = await database().$queryRaw<(Found<HeldMailing> & ProtectedColumns)[]>`
    SELECT held.*, m.id AS "mailingId", m.name, u.id AS "ownerId", u.name AS "ownerName", NULL AS owner,
      CASE WHEN held.hold = 'stopped' THEN by.name END AS by,
      CASE WHEN held.hold = 'stopped' THEN m.stop_reason ELSE m.protected_answer END AS reason,
      m.protected_code AS "protectedCode", m.protected_events AS "protectedEvents", m.protected_accepted AS "protectedAccepted"
    FROM (
      SELECT held.*, count(*) OVER ()::int AS total FROM (
        SELECT m.id, 'stopped' AS hold, m.stopped_at AS at FROM mailings m
        WHERE m.stopped_at > ${from} AND m.archived_at IS NULL ${whose}
        UNION ALL
        SELECT m.id, 'protected', m.protected_at FROM mailings m
        WHERE m.protected_at > ${from} AND m.archived_at IS NULL AND (m.stopped_at > ${from}) IS NOT TRUE ${whose}
      ) held ORDER BY held.at DESC, held.id DESC LIMIT ${SHOWN}
    ) held
    JOIN mailings m ON m.id = held.id JOIN users u ON u.id = m.owner_id LEFT JOIN users by ON by.id = m.stopped_by_id
    ORDER BY held.at DESC, held.id DESC`;
  return held.map(({ protectedCode, protectedEvents, protectedAccepted, ...row }) => ({
    ...row,
    protection:
      row.hold === "protected" ? protectionOf({ protectedCode, protectedEvents, protectedAccepted }) : null,
  }));
}
