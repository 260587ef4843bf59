import { Prisma } from "@prisma/client";
import { openFigures } from "@/lib/attempts/queries";
import { database } from "@/lib/db";
import type { AttemptCounts } from "@/lib/mailings/status";
import type { Actor } from "@/lib/users/policy";
import { mayUse, type Scope } from "@/lib/users/scope";

export const reportPeriods = ["week", "month", "quarter", "year"] as const;
export type ReportPeriod = (typeof reportPeriods)[number];

/** Days back from now. */
export const periodDays: Record<ReportPeriod, number> = { week: 7, month: 30, quarter: 91, year: 365 };
const MOST_MAILINGS = 200;

export interface ReportFigures extends AttemptCounts {
  attempts: number;
  /** Attempts that succeeded, and that closed in any other way; the rest is open. */
  successful: number;
  unsuccessful: number;
  /** What the receiving servers said later, where the provider tells by webhook. */
  delivered: number;
  bounced: number;
  complained: number;
}

export interface ReportDay extends ReportFigures {
  /** YYYY-MM-DD, in the zone asked for. */
  day: string;
}

export interface ReportMailing extends ReportFigures {
  id: string;
  name: string;
  owner: string;
}

export interface Report {
  /** Today, YYYY-MM-DD, in the zone asked for. */
  today: string;
  /** Mailings that ran. */
  mailings: number;
  total: ReportFigures;
  /** The newest first; days without a run are left out. */
  days: ReportDay[];
  /** The largest first, two hundred at most. */
  byMailing: ReportMailing[];
}

/**
 * What ran in the last days and what became of it, one's own or everybody's; null for who may not see it.
 * @param timeZone IANA name, by which days are told apart
 */
export async function report(
  actor: Actor,
  scope: Scope,
  period: ReportPeriod,
  timeZone: string,
): Promise<Report | null> {
  if (!mayUse(actor, scope)) return null;
  // One statement, in which fates are counted once, and nothing is received between one figure and the next.
  const [found] = await database().$queryRaw<Omit<Report, "total">[]>`
    WITH runs AS MATERIALIZED (${attemptsSince(scope === "own" ? actor.id : null, period)}),
    days AS (
      SELECT to_char(created_at AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS day, ${sums}
      FROM runs GROUP BY 1 ORDER BY 1 DESC),
    largest AS (
      SELECT mailing_id, ${sums} FROM runs GROUP BY 1 ORDER BY sum(planned) DESC, 1 LIMIT ${MOST_MAILINGS}),
    named AS (
      SELECT names.*, largest.* FROM largest CROSS JOIN LATERAL (
        SELECT m.id, m.name, u.name AS owner FROM mailings m JOIN users u ON u.id = m.owner_id
        WHERE m.id = largest.mailing_id LIMIT 1) names)
    SELECT to_char(engine_now() AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS today,
      (SELECT count(DISTINCT mailing_id)::int FROM runs) AS mailings,
      (SELECT coalesce(json_agg(days), '[]') FROM days) AS days,
      (SELECT coalesce(json_agg(named ORDER BY planned DESC, id), '[]') FROM named) AS "byMailing"`;
  if (found === undefined) throw new Error("a report came without its row");
  return { ...found, total: totalOf(found.days) };
}

/** Every mailing that ran in the period, the newest first, so many at a time; null for who may not see them. */
export function allMailingsOfReport(
  actor: Actor,
  scope: Scope,
  period: ReportPeriod,
  step: number,
): AsyncGenerator<ReportMailing[]> | null {
  if (!mayUse(actor, scope)) return null;
  return mailingSteps(scope === "own" ? actor.id : null, period, step);
}

async function* mailingSteps(
  ownerId: string | null,
  period: ReportPeriod,
  step: number,
): AsyncGenerator<ReportMailing[]> {
  let last: string | undefined;
  do {
    const older: Prisma.Sql =
      last === undefined ? Prisma.empty : Prisma.sql`AND a.mailing_id < ${last}::uuid`;
    const these = Prisma.sql`AND a.mailing_id IN (
      SELECT DISTINCT a.mailing_id FROM attempts a WHERE ${ranSince(ownerId, period)} ${older}
      ORDER BY a.mailing_id DESC LIMIT ${step})`;
    const rows: ReportMailing[] = await database().$queryRaw<ReportMailing[]>`
      WITH runs AS (${attemptsSince(ownerId, period)} ${these})
      SELECT m.id, m.name, u.name AS owner, ${sums}
      FROM runs JOIN mailings m ON m.id = runs.mailing_id JOIN users u ON u.id = m.owner_id
      GROUP BY m.id, m.name, u.name ORDER BY m.id DESC`;
    yield rows;
    last = rows.at(-1)?.id;
  } while (last !== undefined);
}

function ranSince(ownerId: string | null, period: ReportPeriod): Prisma.Sql {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND a.owner_id = ${ownerId}::uuid`;
  return Prisma.sql`a.created_at > engine_now() - ${periodDays[period]} * interval '1 day' ${whose}`;
}

/** Closed attempts carry their sums, open ones have them in their batches. */
function attemptsSince(ownerId: string | null, period: ReportPeriod): Prisma.Sql {
  return Prisma.sql`
    SELECT a.mailing_id, a.created_at, a.status, fates.*,
      coalesce(open.planned, a.planned) AS planned, coalesce(open.accepted, a.accepted) AS accepted,
      coalesce(open.rejected, a.rejected) AS rejected, coalesce(open.skipped, a.skipped) AS skipped,
      coalesce(open.cancelled, a.cancelled) AS cancelled, coalesce(open.uncertain, a.uncertain) AS uncertain
    FROM attempts a ${openFigures}
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE d.fate = 'delivered') AS delivered,
        count(*) FILTER (WHERE d.fate = 'bounced') AS bounced, count(*) FILTER (WHERE d.fate = 'complained') AS complained
      FROM deliveries d WHERE d.attempt_id = a.id AND d.fate IS NOT NULL
    ) fates
    WHERE ${ranSince(ownerId, period)}`;
}

const counts = [
  "planned",
  "accepted",
  "rejected",
  "skipped",
  "cancelled",
  "uncertain",
  "delivered",
  "bounced",
  "complained",
] as const;

const sums = Prisma.sql`count(*)::int AS attempts,
  (count(*) FILTER (WHERE runs.status = 'succeeded'))::int AS successful,
  (count(*) FILTER (WHERE runs.status NOT IN ('succeeded', 'planning', 'sending')))::int AS unsuccessful,
  ${Prisma.raw(counts.map((name) => `sum(runs.${name})::int AS ${name}`).join(", "))}`;

function totalOf(days: readonly ReportFigures[]): ReportFigures {
  const total = { attempts: 0, successful: 0, unsuccessful: 0, planned: 0, accepted: 0, rejected: 0 };
  const rest = { skipped: 0, cancelled: 0, uncertain: 0, delivered: 0, bounced: 0, complained: 0 };
  const sum: ReportFigures = { ...total, ...rest };
  for (const day of days) {
    for (const name of ["attempts", "successful", "unsuccessful", ...counts] as const) sum[name] += day[name];
  }
  return sum;
}
