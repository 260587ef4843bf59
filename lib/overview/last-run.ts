import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import type { AttemptCounts, AttemptStatus } from "@/lib/mailings/status";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

export interface LastRun extends AttemptCounts {
  id: string;
  status: AttemptStatus;
  at: Date;
  mailing: string;
  /** Whose it is, where that is somebody else. */
  owner: string | null;
}

/** The run that ended last: of one's own mailings, of everybody's for who watches over them; null before the first. */
export async function lastRun(actor: Actor): Promise<LastRun | null> {
  if (!maySeeAll(actor) && !mayOwnMailings(actor)) return null;
  const whose = maySeeAll(actor) ? Prisma.empty : Prisma.sql`AND a.owner_id = ${actor.id}::uuid`;
  // Prisma's own would ask three times: for the run, its mailing and the owner.
  const [found] = await database().$queryRaw<(LastRun & { ownerId: string })[]>`
    SELECT a.id, a.status::text AS status, a.created_at AS at, a.planned, a.accepted, a.rejected, a.skipped, a.cancelled,
      a.uncertain, m.name AS mailing, u.id AS "ownerId", u.name AS owner
    FROM (
      SELECT * FROM attempts a WHERE a.closed_at IS NOT NULL ${whose}
      ORDER BY a.created_at DESC, a.id DESC LIMIT 1
    ) a
    JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id`;
  if (found === undefined) return null;
  const { ownerId, owner, ...run } = found;
  return { ...run, owner: ownerId === actor.id ? null : owner };
}
