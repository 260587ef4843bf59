import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import type { AttemptCounts } from "@/lib/mailings/status";
import type { Days } from "@/lib/reports/days";
import { runsWithin, ranWithin } from "@/lib/reports/runs";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

/** Mailings of a page; its file has them all. */
export const MOST_MAILINGS = 200;

export interface ReportFigures extends AttemptCounts {
  attempts: number;
  /** Attempts that succeeded, and that closed in any other way; the rest is open. */
  successful: number;
  unsuccessful: number;
  /** What the receiving servers said later, where the provider tells by webhook. */
  delivered: number;
  bounced: number;
  complained: number;
  /** Recipients who opened, clicked or unsubscribed, each once. */
  opened: number;
  clicked: number;
  /** Opened or clicked by what looks like a program; in none of those. */
  automated: number;
  unsubscribed: number;
  /** Delivered, and no opening is known. */
  unopened: number;
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
  /** Mailings that ran. */
  mailings: number;
  total: ReportFigures;
  /** The newest first; days without a run are left out. */
  days: ReportDay[];
}

/** What ran within some days and what became of it, one's own or everybody's; null for who may not see it. */
export async function report(actor: Actor, scope: Scope, days: Days): Promise<Report | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  // One statement, and nothing is received between one figure and the next.
  const [found] = await database().$queryRaw<Omit<Report, "total">[]>`
    WITH runs AS MATERIALIZED (${runsWithin(ownerId, days)}),
    days AS (
      SELECT to_char(created_at AT TIME ZONE ${days.timeZone}, 'YYYY-MM-DD') AS day, ${sums}
      FROM runs GROUP BY 1 ORDER BY 1 DESC)
    SELECT (SELECT count(DISTINCT mailing_id)::int FROM runs) AS mailings,
      (SELECT coalesce(json_agg(days), '[]') FROM days) AS days`;
  if (found === undefined) throw new Error("a report came without its row");
  return { ...found, total: totalOf(found.days) };
}

/** The mailings that ran within some days, the largest first, two hundred at most; null for who may not see them. */
export async function reportByMailing(
  actor: Actor,
  scope: Scope,
  days: Days,
): Promise<ReportMailing[] | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  return database().$queryRaw<ReportMailing[]>`
    WITH runs AS MATERIALIZED (${runsWithin(ownerId, days)}),
    largest AS (
      SELECT mailing_id, ${sums} FROM runs GROUP BY 1 ORDER BY sum(planned) DESC, 1 LIMIT ${MOST_MAILINGS})
    SELECT names.*, largest.* FROM largest CROSS JOIN LATERAL (
      SELECT m.id, m.name, u.name AS owner FROM mailings m JOIN users u ON u.id = m.owner_id
      WHERE m.id = largest.mailing_id LIMIT 1) names
    ORDER BY planned DESC, id`;
}

/** Every mailing that ran within the days, the newest first, so many at a time; null for who may not see them. */
export function allMailingsOfReport(
  actor: Actor,
  scope: Scope,
  days: Days,
  step: number,
): AsyncGenerator<ReportMailing[]> | null {
  const ownerId = ownerWithin(actor, scope);
  return ownerId === undefined ? null : mailingSteps(ownerId, days, step);
}

async function* mailingSteps(
  ownerId: string | null,
  days: Days,
  step: number,
): AsyncGenerator<ReportMailing[]> {
  let last: string | undefined;
  do {
    const older: Prisma.Sql =
      last === undefined ? Prisma.empty : Prisma.sql`AND a.mailing_id < ${last}::uuid`;
    const these = Prisma.sql`AND a.mailing_id IN (
      SELECT DISTINCT a.mailing_id FROM attempts a WHERE ${ranWithin(ownerId, days)} ${older}
      ORDER BY a.mailing_id DESC LIMIT ${step})`;
    const rows: ReportMailing[] = await database().$queryRaw<ReportMailing[]>`
      WITH runs AS (${runsWithin(ownerId, days, these)})
      SELECT m.id, m.name, u.name AS owner, ${sums}
      FROM runs JOIN mailings m ON m.id = runs.mailing_id JOIN users u ON u.id = m.owner_id
      GROUP BY m.id, m.name, u.name ORDER BY m.id DESC`;
    yield rows;
    last = rows.at(-1)?.id;
  } while (last !== undefined);
}

const counts = [
  ...(["planned", "accepted", "rejected", "skipped", "cancelled", "uncertain"] as const),
  ...(["delivered", "bounced", "complained", "opened", "clicked", "automated", "unsubscribed"] as const),
] as const;

const sums = Prisma.sql`count(*)::int AS attempts,
  (count(*) FILTER (WHERE runs.status = 'succeeded'))::int AS successful,
  (count(*) FILTER (WHERE runs.status NOT IN ('succeeded', 'planning', 'sending')))::int AS unsuccessful,
  sum(runs.delivered - runs.opened_delivered)::int AS unopened,
  ${Prisma.raw(counts.map((name) => `sum(runs.${name})::int AS ${name}`).join(", "))}`;

const every = ["attempts", "successful", "unsuccessful", "unopened", ...counts] as const;

function totalOf(days: readonly ReportFigures[]): ReportFigures {
  const sum = (name: (typeof every)[number]) => days.reduce((all, day) => all + day[name], 0);
  return Object.fromEntries(every.map((name) => [name, sum(name)])) as Record<(typeof every)[number], number>;
}
