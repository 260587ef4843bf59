import { openFigures } from "@/lib/attempts/queries";
import { database } from "@/lib/db";
import { chartDays, type ChartPoint } from "@/lib/reports/chart-days";
import { daysOfPeriod } from "@/lib/reports/days";
import { ranWithin } from "@/lib/reports/runs";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

export interface Month {
  /** Thirty, today the last: `accepted` of each, and `others`, which the provider refused or of which nobody knows. */
  days: ChartPoint[];
  total: { accepted: number; others: number };
}

const names = ["accepted", "others"] as const;

/** What became of the emails of the last thirty days' runs, one's own or everybody's; null for who may not see it. */
export async function month(actor: Actor, scope: Scope, now: Date, timeZone: string): Promise<Month | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  const days = daysOfPeriod("month", now, timeZone);
  const rows = await database().$queryRaw<{ day: string; accepted: number; others: number }[]>`
    SELECT to_char(a.created_at AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS day,
      sum(coalesce(open.accepted, a.accepted))::int AS accepted,
      sum(coalesce(open.rejected, a.rejected) + coalesce(open.uncertain, a.uncertain))::int AS others
    FROM attempts a ${openFigures} WHERE ${ranWithin(ownerId, days)} GROUP BY 1`;
  const sum = (name: (typeof names)[number]) => rows.reduce((all, row) => all + row[name], 0);
  return {
    days: chartDays(rows, days, names),
    total: { accepted: sum("accepted"), others: sum("others") },
  };
}
