import { Prisma } from "@prisma/client";
import { openFigures, summaryColumns, type AttemptSummary } from "@/lib/attempts/queries";
import { database } from "@/lib/db";
import type { AttemptStatus } from "@/lib/mailings/status";
import { readTimeKey, writeTimeKey } from "@/lib/paging/keyset";
import { likePattern } from "@/lib/paging/like-pattern";
import { maySeeEverybodys, type Actor } from "@/lib/users/policy";

const PAGE_SIZE = 20;

export const attemptPeriods = ["day", "week", "month"] as const;
export type AttemptPeriod = (typeof attemptPeriods)[number];

/** Days back from now. */
const periodDays: Record<AttemptPeriod, number> = { day: 1, week: 7, month: 30 };

export interface EverybodysAttempt extends AttemptSummary {
  mailingName: string;
  timeZone: string;
  ownerId: string;
  ownerName: string;
}

export interface AttemptFilter {
  /** Part of the mailing's name, without case; "" for all. */
  search: string;
  status: AttemptStatus | null;
  period: AttemptPeriod | null;
  after: string | null;
}

/** Everybody's attempts, newest first, twenty a page; null for who may not see them. */
export async function everybodysAttempts(
  actor: Actor,
  filter: AttemptFilter,
): Promise<{ rows: EverybodysAttempt[]; next: string | null } | null> {
  if (!maySeeEverybodys(actor)) return null;
  const found = await database().$queryRaw<EverybodysAttempt[]>`
    SELECT ${summaryColumns}, m.name AS "mailingName", m.time_zone AS "timeZone", u.id AS "ownerId", u.name AS "ownerName"
    FROM (
      SELECT a.* FROM attempts a ${narrowed(filter)}
      ORDER BY a.created_at DESC, a.id DESC LIMIT ${PAGE_SIZE + 1}
    ) a
    JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = a.owner_id
    ${openFigures}
    ORDER BY a.created_at DESC, a.id DESC`;
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  const next = found.length > PAGE_SIZE && last ? writeTimeKey({ at: last.createdAt, id: last.id }) : null;
  return { rows, next };
}

function narrowed({ search, status, period, after }: AttemptFilter): Prisma.Sql {
  const key = readTimeKey(after ?? undefined);
  const conditions: Prisma.Sql[] = [];
  if (status !== null) conditions.push(Prisma.sql`a.status = ${status}::attempt_status`);
  if (period !== null) {
    conditions.push(Prisma.sql`a.created_at > engine_now() - ${periodDays[period]} * interval '1 day'`);
  }
  if (key !== null) conditions.push(Prisma.sql`(a.created_at, a.id) < (${key.at}, ${key.id}::uuid)`);
  if (search !== "") {
    const part = `%${likePattern(search)}%`;
    conditions.push(Prisma.sql`a.mailing_id IN (SELECT id FROM mailings WHERE name ILIKE ${part})`);
  }
  return conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, " AND ")}`;
}
