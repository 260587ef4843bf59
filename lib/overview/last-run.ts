import { Prisma } from "@prisma/client";
import { z } from "zod";
import type { Part } from "@/lib/database/read-together";
import { attemptStatuses, type AttemptCounts, type AttemptStatus } from "@/lib/mailings/status";
import type { Actor } from "@/lib/users/policy";

export interface LastRun extends AttemptCounts {
  id: string;
  status: AttemptStatus;
  at: Date;
  mailing: string;
  /** Whose it is, where that is somebody else. */
  owner: string | null;
}

const found = z.object({
  ...{ id: z.string(), status: z.enum(attemptStatuses), at: z.coerce.date(), mailing: z.string() },
  ...{ planned: z.int(), accepted: z.int(), rejected: z.int() },
  ...{ skipped: z.int(), cancelled: z.int(), uncertain: z.int() },
  ...{ ownerId: z.string(), ownerName: z.string() },
});
type Found = z.infer<typeof found>;

/** The run that ended last, of one owner's mailings or of everybody's. */
export function lastRunOf(ownerId: string | null): Part<Found> {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND a.owner_id = ${ownerId}::uuid`;
  const sql = Prisma.sql`
    SELECT a.id, a.status::text AS status, a.created_at AS at, a.planned, a.accepted, a.rejected, a.skipped, a.cancelled,
      a.uncertain, m.name AS mailing, u.id AS "ownerId", u.name AS "ownerName"
    FROM (
      SELECT * FROM attempts a WHERE a.closed_at IS NOT NULL ${whose}
      ORDER BY a.created_at DESC, a.id DESC LIMIT 1
    ) a
    JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id`;
  return { sql, row: found };
}

/** Null before the first. */
export function shownLastRun(actor: Actor, [last]: readonly Found[]): LastRun | null {
  if (last === undefined) return null;
  const { ownerId, ownerName, ...run } = last;
  return { ...run, owner: ownerId === actor.id ? null : ownerName };
}
