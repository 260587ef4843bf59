import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import type { Days } from "@/lib/reports/days";
import { domainOf, withOutcome } from "@/lib/reports/outcomes";
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

const countOf = (outcome: Parameters<typeof withOutcome>[0]) =>
  Prisma.sql`count(*) FILTER (WHERE ${withOutcome(outcome)})::int`;

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
    SELECT ${domainOf} AS domain, count(*)::int AS planned, ${countOf("accepted")} AS accepted,
      ${countOf("rejected")} AS rejected, ${countOf("delivered")} AS delivered, ${countOf("bounced")} AS bounced,
      ${countOf("complained")} AS complained, ${countOf("opened")} AS opened, ${countOf("clicked")} AS clicked
    FROM attempts a JOIN deliveries d ON d.attempt_id = a.id
    WHERE ${ranWithin(ownerId, days)}
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${most}`;
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
  const sumOf = (kind: "opened" | "clicked") =>
    Prisma.sql`coalesce(sum(told.count) FILTER (WHERE told.kind = ${kind}::outcome_kind), 0)::int`;
  return database().$queryRaw<ReportHour[]>`
    SELECT hours.hour, ${sumOf("opened")} AS opened, ${sumOf("clicked")} AS clicked
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
    SELECT e.detail->'click'->>'link' AS link, count(DISTINCT d.id)::int AS clicked
    FROM attempts a JOIN deliveries d ON d.attempt_id = a.id AND d.clicked_at IS NOT NULL
    JOIN provider_events e ON e.delivery_id = d.id AND e.type = 'email.clicked'
    WHERE ${ranWithin(ownerId, days)} AND e.detail->'click'->>'link' IS NOT NULL AND e.detail->'automated' IS NULL
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${most}`;
}
