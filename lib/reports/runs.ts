import { Prisma } from "@prisma/client";
import { openFigures } from "@/lib/attempts/queries";
import { database } from "@/lib/db";
import { instantsOf, type Days } from "@/lib/reports/days";

/** The condition on the attempts `a` of an owner, or with null of everybody, that began within these days. */
export function ranWithin(ownerId: string | null, days: Days): Prisma.Sql {
  const { from, before } = instantsOf(days);
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND a.owner_id = ${ownerId}::uuid`;
  return Prisma.sql`a.created_at >= ${from}::timestamptz AND a.created_at < ${before}::timestamptz ${whose}`;
}

/**
 * Their figures. Closed attempts carry the sums of what became of their deliveries here, open ones have them in their
 * batches; what is known later is counted as it is told.
 */
export function runsWithin(ownerId: string | null, days: Days, more: Prisma.Sql = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    SELECT a.id, a.mailing_id, a.created_at, a.status, later.*,
      coalesce(open.planned, a.planned) AS planned, coalesce(open.accepted, a.accepted) AS accepted,
      coalesce(open.rejected, a.rejected) AS rejected, coalesce(open.skipped, a.skipped) AS skipped,
      coalesce(open.cancelled, a.cancelled) AS cancelled, coalesce(open.uncertain, a.uncertain) AS uncertain,
      coalesce(gone.unsubscribed, 0) AS unsubscribed
    FROM attempts a ${openFigures}
    CROSS JOIN LATERAL (
      SELECT ${Prisma.join(laterFigures)} FROM (${outcomesBy("quarter")}) o
    ) later
    LEFT JOIN (${unsubscribedBy(ownerId, days)}) gone ON gone.attempt_id = a.id
    WHERE ${ranWithin(ownerId, days)} ${more}`;
}

/** What became of the deliveries of an attempt `a` later: kind and count, by quarter of an hour or by receiving domain. */
export function outcomesBy(what: "quarter" | "domain"): Prisma.Sql {
  const by = Prisma.raw(what);
  return Prisma.sql`
    SELECT f.${by}, f.kind, f.count FROM outcome_${by}s f WHERE f.attempt_id = a.id
    UNION ALL SELECT x.${by}, x.kind, x.change FROM outcome_deltas x WHERE x.attempt_id = a.id`;
}

const laterFigures = (
  ["delivered", "bounced", "complained", "opened", "clicked", "opened_delivered", "automated"] as const
).map(
  (kind) =>
    Prisma.sql`coalesce(sum(o.count) FILTER (WHERE o.kind = ${kind}::outcome_kind), 0) AS ${Prisma.raw(kind)}`,
);

/** By attempt. Whoever unsubscribed by an email did so after its attempt began. */
function unsubscribedBy(ownerId: string | null, days: Days): Prisma.Sql {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND s.owner_id = ${ownerId}::uuid`;
  return Prisma.sql`SELECT d.attempt_id, count(DISTINCT d.id) AS unsubscribed
    FROM suppressions s JOIN deliveries d ON d.id = s.delivery_id AND d.address = s.email
    JOIN attempts a ON a.id = d.attempt_id AND a.owner_id = s.owner_id
    WHERE s.reason = 'unsubscribed' AND s.delivery_id IS NOT NULL AND ${ranWithin(ownerId, days)} ${whose}
    GROUP BY d.attempt_id`;
}

/** The database's clock, which tests turn. */
export async function reportNow(): Promise<Date> {
  const [row] = await database().$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  return row?.now ?? new Date();
}
