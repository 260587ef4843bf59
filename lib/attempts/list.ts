import { Prisma } from "@prisma/client";
import { openFigures, summaryColumns, type AttemptSummary } from "@/lib/attempts/queries";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { attemptStatuses } from "@/lib/mailings/status";
import type { Place } from "@/lib/paging/address";
import { EMPTY_PAGE, keysetPage, newestFirst, type From, type KeysetPage } from "@/lib/paging/keyset-page";
import type { TimeKey } from "@/lib/paging/keyset";
import { likePattern } from "@/lib/paging/like-pattern";
import type { Actor } from "@/lib/users/policy";
import { mayUse, type Scope } from "@/lib/users/scope";

const PAGE_SIZE = 20;

export const attemptPeriods = ["day", "week", "month"] as const;
export type AttemptPeriod = (typeof attemptPeriods)[number];

/** Each status, and all that a run has that closed without success. */
export const attemptResults = [...attemptStatuses, "unsuccessful"] as const;

export const attemptKinds = ["scheduled", "manual", "retry"] as const;
export type AttemptKind = (typeof attemptKinds)[number];

/** Days back from now. */
const periodDays: Record<AttemptPeriod, number> = { day: 1, week: 7, month: 30 };

export interface ListedAttempt extends AttemptSummary {
  mailingName: string;
  timeZone: string;
  ownerId: string;
  ownerName: string;
}

export interface AttemptFilter {
  /** Part of the mailing's name, without case; "" for all. */
  search: string;
  status: (typeof attemptResults)[number] | "";
  /** Up to now, or between two instants, the first included. */
  period: AttemptPeriod | { from: Date; before: Date } | "";
  kind: AttemptKind | "";
  /** A mailing's id; "" for all. */
  mailing: string;
}

/** One's own attempts, or everybody's for who watches over them; newest first, twenty a page; null for who may not. */
export async function listedAttempts(
  actor: Actor,
  scope: Scope,
  filter: AttemptFilter,
  place: Place,
): Promise<KeysetPage<ListedAttempt> | null> {
  if (!mayUse(actor, scope)) return null;
  if (filter.mailing !== "" && !isId(filter.mailing)) return { ...EMPTY_PAGE, rows: [], total: 0 };
  const conditions = conditionsOf(scope === "own" ? actor.id : null, filter);
  return keysetPage({
    place,
    size: PAGE_SIZE,
    readKey: newestFirst.readKey,
    writeKey: newestFirst.writeKey,
    read: (from, take) => readAttempts(conditions, from, take),
  });
}

/** The same attempts, all of them, so many at a time; null for who may not see them. */
export function allListedAttempts(
  actor: Actor,
  scope: Scope,
  filter: AttemptFilter,
  step: number,
): AsyncGenerator<ListedAttempt[]> | null {
  if (!mayUse(actor, scope)) return null;
  return stepsOf(scope === "own" ? actor.id : null, filter, step);
}

async function* stepsOf(
  ownerId: string | null,
  filter: AttemptFilter,
  step: number,
): AsyncGenerator<ListedAttempt[]> {
  if (filter.mailing !== "" && !isId(filter.mailing)) return;
  const conditions = conditionsOf(ownerId, filter);
  let last: ListedAttempt | undefined;
  do {
    const from: From<TimeKey> =
      last === undefined ? null : { side: "after", key: { at: last.createdAt, id: last.id } };
    const rows: ListedAttempt[] = await readAttempts(conditions, from, step);
    yield rows;
    last = rows.at(-1);
  } while (last !== undefined);
}

function readAttempts(conditions: Prisma.Sql[], from: From<TimeKey>, take: number): Promise<ListedAttempt[]> {
  const order =
    from?.side === "before"
      ? Prisma.sql`a.created_at ASC, a.id ASC`
      : Prisma.sql`a.created_at DESC, a.id DESC`;
  return database().$queryRaw<ListedAttempt[]>`
    SELECT ${summaryColumns}, m.name AS "mailingName", m.time_zone AS "timeZone", u.id AS "ownerId", u.name AS "ownerName"
    FROM (
      SELECT a.* FROM attempts a ${where([...conditions, ...beyond(from)])}
      ORDER BY ${order} LIMIT ${take}
    ) a
    JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = a.owner_id
    ${openFigures}
    ORDER BY ${order}`;
}

function beyond(from: From<TimeKey>): Prisma.Sql[] {
  if (from === null) return [];
  const { at, id } = from.key;
  return from.side === "after"
    ? [Prisma.sql`(a.created_at, a.id) < (${at}, ${id}::uuid)`]
    : [Prisma.sql`(a.created_at, a.id) > (${at}, ${id}::uuid)`];
}

function conditionsOf(ownerId: string | null, filter: AttemptFilter): Prisma.Sql[] {
  const { search, status, period, kind, mailing } = filter;
  const conditions: Prisma.Sql[] = [];
  if (ownerId !== null) conditions.push(Prisma.sql`a.owner_id = ${ownerId}::uuid`);
  if (mailing !== "") conditions.push(Prisma.sql`a.mailing_id = ${mailing}::uuid`);
  if (status === "unsuccessful")
    conditions.push(Prisma.sql`a.status NOT IN ('succeeded', 'planning', 'sending')`);
  else if (status !== "") conditions.push(Prisma.sql`a.status = ${status}::attempt_status`);
  if (kind !== "") conditions.push(Prisma.sql`a.kind = ${kind}::attempt_kind`);
  if (typeof period === "object") {
    const { from, before } = period;
    conditions.push(
      Prisma.sql`a.created_at >= ${from}::timestamptz AND a.created_at < ${before}::timestamptz`,
    );
  } else if (period !== "") {
    conditions.push(Prisma.sql`a.created_at > engine_now() - ${periodDays[period]} * interval '1 day'`);
  }
  if (search !== "") {
    const part = `%${likePattern(search)}%`;
    const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND owner_id = ${ownerId}::uuid`;
    conditions.push(Prisma.sql`a.mailing_id IN (SELECT id FROM mailings WHERE name ILIKE ${part} ${whose})`);
  }
  return conditions;
}

function where(conditions: Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, " AND ")}`;
}
