import { Prisma } from "@prisma/client";
import { z } from "zod";
import type { Part } from "@/lib/database/read-together";
import { protectionOf, type Protection } from "@/lib/mailings/protection";
import type { Visit } from "@/lib/overview/visit";
import type { Actor } from "@/lib/users/policy";

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

const ofMailing = {
  ...{ mailingId: z.string(), name: z.string(), at: z.coerce.date() },
  ...{ ownerId: z.string(), ownerName: z.string(), total: z.int() },
};
const failed = z.object({
  ...ofMailing,
  ...{ id: z.string(), status: z.enum(["partly_failed", "failed", "missed"]) },
  ...{ planned: z.int(), accepted: z.int() },
});
const held = z.object({
  ...ofMailing,
  ...{ hold: z.enum(["stopped", "protected"]), by: z.nullable(z.string()), reason: z.nullable(z.string()) },
  protectedCode: z.nullable(z.string()),
  protectedEvents: z.nullable(z.int()),
  protectedAccepted: z.nullable(z.int()),
});
type Failed = z.infer<typeof failed>;
type Held = z.infer<typeof held>;

/** The instant since when a visit is told of what went wrong. */
export function troubleFrom({ now, since }: Visit): Date {
  return new Date(Math.max(since?.getTime() ?? 0, now.getTime() - DAYS_BACK * DAY_MS));
}

/** Runs that failed or were missed since, and mailings that others have held since: of one owner, or of everybody. */
export function troubleOf(ownerId: string | null, from: Date): { attempts: Part<Failed>; holds: Part<Held> } {
  return {
    attempts: { sql: failedAttempts(ownerId, from), row: failed },
    holds: { sql: heldMailings(ownerId, from), row: held },
  };
}

export function shownTrouble(
  actor: Actor,
  since: Date,
  { attempts, holds }: { attempts: readonly Failed[]; holds: readonly Held[] },
): Trouble {
  return {
    since,
    attempts: attempts.map((row) => shown(actor, row)),
    attemptsTotal: attempts[0]?.total ?? 0,
    holds: holds.map((row) => shownHold(actor, row)),
    holdsTotal: holds[0]?.total ?? 0,
  };
}

function shownHold(actor: Actor, row: Held): HeldMailing {
  const { protectedCode, protectedEvents, protectedAccepted, ...rest } = row;
  const columns = { protectedCode, protectedEvents, protectedAccepted };
  return { ...shown(actor, rest), protection: row.hold === "protected" ? protectionOf(columns) : null };
}

function shown<Row extends Pick<Failed, "ownerId" | "ownerName" | "total">>(
  actor: Actor,
  { ownerId, ownerName, total: _total, ...row }: Row,
) {
  return { ...row, owner: ownerId === actor.id ? null : ownerName };
}

function failedAttempts(ownerId: string | null, from: Date): Prisma.Sql {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND a.owner_id = ${ownerId}::uuid`;
  return Prisma.sql`
    SELECT a.id, a.status::text AS status, a.planned, a.accepted, a.created_at AS at, a.total,
      m.id AS "mailingId", m.name, u.id AS "ownerId", u.name AS "ownerName"
    FROM (
      SELECT a.id, a.status, a.planned, a.accepted, a.created_at, a.closed_at, a.mailing_id, count(*) OVER ()::int AS total
      FROM attempts a
      WHERE a.status IN ('partly_failed', 'failed', 'missed') AND a.closed_at > ${from} ${whose}
      ORDER BY a.closed_at DESC, a.id DESC LIMIT ${SHOWN}
    ) a
    JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id
    ORDER BY a.closed_at DESC, a.id DESC`;
}

function heldMailings(ownerId: string | null, from: Date): Prisma.Sql {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND m.owner_id = ${ownerId}::uuid`;
  // One index for each hold. What is both stopped and protected is told once, as stopped.
  return Prisma.sql`
    SELECT held.hold, held.at, held.total, m.id AS "mailingId", m.name, u.id AS "ownerId", u.name AS "ownerName",
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
}
