import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import type { ComparedRun } from "@/lib/mailings/run-shares";
import { outcomesBy } from "@/lib/reports/runs";

const MOST_RUNS = 5;

/**
 * The last closed attempts of a mailing with what became of them later, the newest first. Retries go to a part of the
 * recipients, and missed occurrences to nobody: neither compares with a run. Whoever calls has asked whether the mailing
 * may be seen.
 */
export async function comparedRuns(mailingId: string): Promise<ComparedRun[]> {
  return database().$queryRaw<ComparedRun[]>`
    SELECT a.id, a.created_at AS "createdAt", a.closed_at AS "closedAt", a.planned, a.accepted, later.*
    FROM (
      SELECT * FROM attempts
      WHERE mailing_id = ${mailingId}::uuid AND closed_at IS NOT NULL AND kind <> 'retry' AND status <> 'missed'
      ORDER BY created_at DESC, id DESC LIMIT ${MOST_RUNS}
    ) a
    CROSS JOIN LATERAL (
      SELECT ${Prisma.join((["bounced", "opened", "clicked"] as const).map(sumOf))} FROM (${outcomesBy("quarter")}) o
    ) later
    ORDER BY a.created_at DESC, a.id DESC`;
}

function sumOf(kind: "bounced" | "opened" | "clicked"): Prisma.Sql {
  return Prisma.sql`coalesce(sum(o.count) FILTER (WHERE o.kind = ${kind}::outcome_kind), 0)::int AS ${Prisma.raw(kind)}`;
}
