import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import type { Days } from "@/lib/reports/days";
import { outcomesBy, ranWithin } from "@/lib/reports/runs";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

export const MOST_DOMAINS = 200;
export const MOST_LINKS = 200;

/** What the servers of a domain made of the emails to it. */
export interface ReportDomain {
  /** Null of recipients who were erased. */
  domain: string | null;
  planned: number;
  accepted: number;
  rejected: number;
  delivered: number;
  bounced: number;
  complained: number;
  opened: number;
  clicked: number;
}

const counted = ["planned", "accepted", "rejected"] as const;
const later = ["delivered", "bounced", "complained", "opened", "clicked"] as const;

const sumOf = (name: string) => Prisma.raw(`sum(${name})::int AS ${name}`);
const orNone = (name: string) => Prisma.raw(`coalesce(${name}, 0) AS ${name}`);
const laterOf = (kind: string) =>
  Prisma.raw(`coalesce(sum(o.count) FILTER (WHERE o.kind = '${kind}'), 0)::int AS ${kind}`);

/**
 * By receiving domain, the largest first; null for who may not see it.
 * @param most rows; null for all
 */
export async function reportByDomain(
  actor: Actor,
  scope: Scope,
  days: Days,
  most: number | null = MOST_DOMAINS,
): Promise<ReportDomain[] | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  return database().$queryRaw<ReportDomain[]>`
    WITH runs AS MATERIALIZED (
      SELECT a.id, EXISTS (SELECT 1 FROM attempt_domains x WHERE x.attempt_id = a.id) AS counted
      FROM attempts a WHERE ${ranWithin(ownerId, days)}
    ), figures AS (
      SELECT x.domain, x.planned, x.accepted, x.rejected
      FROM runs JOIN attempt_domains x ON x.attempt_id = runs.id WHERE counted
      UNION ALL
      SELECT receiving_domain(d.address), 1, (d.status = 'accepted')::int, (d.status = 'rejected')::int
      FROM runs JOIN deliveries d ON d.attempt_id = runs.id WHERE NOT counted
    ), largest AS MATERIALIZED (
      SELECT domain, ${Prisma.join(counted.map(sumOf))} FROM figures GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${most}
    ), told AS (
      SELECT o.domain, ${Prisma.join(later.map(laterOf))}
      FROM runs a CROSS JOIN LATERAL (${outcomesBy("domain")}) o
      WHERE o.domain IN (SELECT domain FROM largest) GROUP BY 1
    )
    SELECT nullif(largest.domain, '') AS domain, planned, accepted, rejected, ${Prisma.join(later.map(orNone))}
    FROM largest LEFT JOIN told ON told.domain = largest.domain ORDER BY planned DESC, largest.domain`;
}

export interface ReportHour {
  /** 0 to 23, in the zone of the days. */
  hour: number;
  opened: number;
  clicked: number;
}

/**
 * At which hour of the day emails of some days were first opened and first clicked: all 24; null for who may not see it.
 * Counted by quarters of an hour, of which every zone's hours are made.
 */
export async function reportByHour(actor: Actor, scope: Scope, days: Days): Promise<ReportHour[] | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  const told = (kind: "opened" | "clicked") =>
    Prisma.sql`coalesce(sum(told.count) FILTER (WHERE told.kind = ${kind}::outcome_kind), 0)::int`;
  return database().$queryRaw<ReportHour[]>`
    SELECT hours.hour, ${told("opened")} AS opened, ${told("clicked")} AS clicked
    FROM generate_series(0, 23) hours (hour) LEFT JOIN (
      SELECT ${hourOf(Prisma.sql`o.quarter`, days.timeZone)} AS hour, o.kind, o.count
      FROM attempts a CROSS JOIN LATERAL (${outcomesBy("quarter")}) o
      WHERE ${ranWithin(ownerId, days)} AND o.kind IN ('opened', 'clicked')
    ) told ON told.hour = hours.hour GROUP BY 1 ORDER BY 1`;
}

/** The hour of an instant's column on the clocks of a zone. */
export function hourOf(column: Prisma.Sql, timeZone: string): Prisma.Sql {
  return Prisma.sql`extract(hour FROM ${column} AT TIME ZONE ${timeZone})::int`;
}

export interface ReportLink {
  /** As the provider told it; links to unsubscribe are one. */
  link: string;
  /** Recipients who clicked it, each email once. */
  clicked: number;
}

/**
 * Which links were clicked, the most clicked first; null for who may not see it.
 * @param most rows; null for all
 */
export async function reportByLink(
  actor: Actor,
  scope: Scope,
  days: Days,
  most: number | null = MOST_LINKS,
): Promise<ReportLink[] | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  return database().$queryRaw<ReportLink[]>`
    SELECT min(c.link) AS link, count(*)::int AS clicked
    FROM attempts a JOIN clicked_links c ON c.attempt_id = a.id
    WHERE ${ranWithin(ownerId, days)} GROUP BY c.link_md5 ORDER BY 2 DESC, 1 LIMIT ${most}`;
}
