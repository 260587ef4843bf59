import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import { firstIdOf } from "@/lib/recipients/where";
import { instantsOf, type Days } from "@/lib/reports/days";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

/** How many recipients came and went. Who was deleted since is in neither. */
export interface GrowthFigures {
  added: number;
  /** Mailings skip their address since: unsubscribed, bounced, marked as spam, or suppressed by hand, and not lifted. */
  lost: number;
}

export interface GrowthDay extends GrowthFigures {
  /** YYYY-MM-DD, in the zone asked for. */
  day: string;
}

export interface Growth {
  total: GrowthFigures;
  /** The newest first; days without either are left out. */
  days: GrowthDay[];
}

/** Recipients added and lost within some days, one's own or everybody's; null for who may not see it. */
export async function growth(actor: Actor, scope: Scope, days: Days): Promise<Growth | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  const { from, before } = instantsOf(days);
  const whose = (of: Prisma.Sql) =>
    ownerId === null ? Prisma.empty : Prisma.sql`AND ${of} = ${ownerId}::uuid`;
  const day = (of: Prisma.Sql) =>
    Prisma.sql`to_char(${of} AT TIME ZONE ${days.timeZone}, 'YYYY-MM-DD') AS day`;
  const rows = await database().$queryRaw<GrowthDay[]>`
    WITH added AS (
      SELECT ${day(Prisma.sql`r.created_at`)}, count(*)::int AS count FROM recipients r
      WHERE r.id >= ${firstIdOf(from.toISOString())}::uuid ${whose(Prisma.sql`r.owner_id`)}
        AND r.created_at >= ${from}::timestamptz AND r.created_at < ${before}::timestamptz GROUP BY 1),
    lost AS (
      SELECT ${day(Prisma.sql`s.created_at`)}, count(*)::int AS count
      FROM suppressions s JOIN recipients r ON r.owner_id = s.owner_id AND r.email = s.email
      WHERE s.lifted_at IS NULL ${whose(Prisma.sql`s.owner_id`)}
        AND s.created_at >= ${from}::timestamptz AND s.created_at < ${before}::timestamptz GROUP BY 1)
    SELECT day, coalesce(added.count, 0) AS added, coalesce(lost.count, 0) AS lost
    FROM added FULL JOIN lost USING (day) ORDER BY day DESC`;
  const sum = (name: "added" | "lost") => rows.reduce((all, row) => all + row[name], 0);
  return { total: { added: sum("added"), lost: sum("lost") }, days: rows };
}
