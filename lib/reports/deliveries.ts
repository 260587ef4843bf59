import { Prisma } from "@prisma/client";
import { deliveryColumns, type DeliveryRow } from "@/lib/attempts/delivery-rows";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { searchedEmail } from "@/lib/email-address";
import type { Place } from "@/lib/paging/address";
import { readIdKey } from "@/lib/paging/keyset";
import { EMPTY_PAGE, keysetPage, type From, type KeysetPage } from "@/lib/paging/keyset-page";
import type { Days } from "@/lib/reports/days";
import { NO_DOMAIN } from "@/lib/reports/links";
import { domainOf, withOutcome, type DeliveryOutcome } from "@/lib/reports/outcomes";
import { hourOf } from "@/lib/reports/receiving";
import { ranWithin } from "@/lib/reports/runs";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

const PAGE_SIZE = 50;
/** Up to so many are counted. */
const MOST_COUNTED = 10_000;

/** Which deliveries a figure of a report counts; plain JSON. */
export interface ReportedFilter {
  days: Days;
  outcome: DeliveryOutcome;
  /** A mailing's id; "" for all. */
  mailing: string;
  /** "" for all, "-" for those of erased recipients. */
  domain: string;
  link: string;
  /** Of the first opening or click, 0 to 23; null for all. */
  hour: number | null;
  /** What the address begins with, without case; "" for all. */
  search: string;
}

export interface ReportedDelivery extends DeliveryRow {
  openedAt: Date | null;
  clickedAt: Date | null;
  automatedAt: Date | null;
  attempt: { id: string; at: Date; mailing: string; ownerName: string };
  /** Null where the recipient is gone. */
  recipientId: string | null;
}

interface Key {
  at: Date;
  attemptId: string;
  address: string;
}

type Row = Omit<ReportedDelivery, "attempt"> & {
  attemptId: string;
  at: Date;
  mailing: string;
  ownerName: string;
};

/** The deliveries behind a figure, the latest attempt's first, by address in each; null for who may not see them. */
export async function reportedDeliveries(
  actor: Actor,
  scope: Scope,
  filter: ReportedFilter,
  place: Place,
): Promise<KeysetPage<ReportedDelivery> | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  if (filter.mailing !== "" && !isId(filter.mailing)) return { ...EMPTY_PAGE, rows: [], total: 0 };
  return keysetPage<ReportedDelivery, Key>({
    place,
    size: PAGE_SIZE,
    readKey,
    writeKey: ({ id }) => id,
    read: (from, take) => readDeliveries(ownerId, filter, from, take),
    count: () => countUpTo(ownerId, filter),
    countBefore: (row) =>
      countUpTo(ownerId, filter, { at: row.attempt.at, attemptId: row.attempt.id, address: row.address }),
  });
}

/** All of the same deliveries, so many at a time; null for who may not see them. */
export function allReportedDeliveries(
  actor: Actor,
  scope: Scope,
  filter: ReportedFilter,
  step: number,
): AsyncGenerator<ReportedDelivery[]> | null {
  const ownerId = ownerWithin(actor, scope);
  return ownerId === undefined ? null : steps(ownerId, filter, step);
}

async function* steps(
  ownerId: string | null,
  filter: ReportedFilter,
  step: number,
): AsyncGenerator<ReportedDelivery[]> {
  if (filter.mailing !== "" && !isId(filter.mailing)) return;
  let last: ReportedDelivery | undefined;
  do {
    const from: From<Key> =
      last === undefined
        ? null
        : {
            side: "after",
            key: { at: last.attempt.at, attemptId: last.attempt.id, address: last.address },
          };
    const rows: ReportedDelivery[] = await readDeliveries(ownerId, filter, from, step);
    yield rows;
    last = rows.at(-1);
  } while (last !== undefined);
}

/** Attempt by attempt, so that a page of a million reads no more than it shows of what most have. */
async function readDeliveries(
  ownerId: string | null,
  filter: ReportedFilter,
  from: From<Key>,
  take: number,
): Promise<ReportedDelivery[]> {
  const back = from?.side === "before";
  const [byTime, byAddress] = back
    ? [Prisma.sql`ASC`, Prisma.sql`DESC`]
    : [Prisma.sql`DESC`, Prisma.sql`ASC`];
  const rows = await database().$queryRaw<Row[]>`
    SELECT found.*, m.name AS mailing, u.name AS "ownerName", r.id AS "recipientId" FROM (
      SELECT d.*, a.id AS "attemptId", a.created_at AS at, a.mailing_id, a.owner_id
      FROM attempts a CROSS JOIN LATERAL (
        SELECT ${deliveryColumns}, d.opened_at AS "openedAt", d.clicked_at AS "clickedAt",
          d.automated_at AS "automatedAt", d.recipient_id
        FROM deliveries d WHERE d.attempt_id = a.id AND ${deliveriesWhere(filter)} ${beyond(from)}
        ORDER BY d.address COLLATE "C" ${byAddress} LIMIT ${take}) d
      WHERE ${attemptsWhere(ownerId, filter)} ${attemptsBeyond(from)}
      ORDER BY a.created_at ${byTime}, a.id ${byTime}, d.address COLLATE "C" ${byAddress} LIMIT ${take}
    ) found
    JOIN mailings m ON m.id = found.mailing_id JOIN users u ON u.id = found.owner_id
    LEFT JOIN recipients r ON r.id = found.recipient_id AND r.owner_id = found.owner_id
    ORDER BY found.at ${byTime}, found."attemptId" ${byTime}, found.address COLLATE "C" ${byAddress}`;
  return rows.map(({ attemptId: id, at, mailing, ownerName, ...row }) => ({
    ...row,
    attempt: { id, at, mailing, ownerName },
  }));
}

/** The condition on the attempts `a`. */
export function attemptsWhere(
  ownerId: string | null,
  { days, mailing }: Pick<ReportedFilter, "days" | "mailing">,
): Prisma.Sql {
  const one = mailing === "" ? Prisma.empty : Prisma.sql`AND a.mailing_id = ${mailing}::uuid`;
  return Prisma.sql`${ranWithin(ownerId, days)} ${one}`;
}

/** The condition on the deliveries `d` of those. */
export function deliveriesWhere(filter: Omit<ReportedFilter, "mailing">): Prisma.Sql {
  const { days, outcome, domain, link, hour, search } = filter;
  const conditions = [withOutcome(outcome)];
  if (domain === NO_DOMAIN) conditions.push(Prisma.sql`${domainOf} IS NULL`);
  else if (domain !== "") conditions.push(Prisma.sql`${domainOf} = ${domain}`);
  if (hour !== null) {
    const column = outcome === "clicked" ? Prisma.sql`d.clicked_at` : Prisma.sql`d.opened_at`;
    conditions.push(Prisma.sql`${hourOf(column, days.timeZone)} = ${hour}::int`);
  }
  if (link !== "")
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM provider_events e WHERE e.delivery_id = d.id
      AND e.type = 'email.clicked' AND e.detail->'click'->>'link' = ${link} AND e.detail->'automated' IS NULL)`);
  if (search !== "") {
    const begin = searchedEmail(search);
    conditions.push(Prisma.sql`d.address COLLATE "C" BETWEEN ${begin} AND ${begin} || chr(1114111)`);
  }
  return Prisma.join(conditions, " AND ");
}

function attemptsBeyond(from: From<Key>): Prisma.Sql {
  if (from === null) return Prisma.empty;
  const { at, attemptId } = from.key;
  return from.side === "after"
    ? Prisma.sql`AND (a.created_at, a.id) <= (${at}::timestamptz, ${attemptId}::uuid)`
    : Prisma.sql`AND (a.created_at, a.id) >= (${at}::timestamptz, ${attemptId}::uuid)`;
}

function beyond(from: From<Key>): Prisma.Sql {
  if (from === null) return Prisma.empty;
  const { attemptId, address } = from.key;
  const side = from.side === "after" ? Prisma.sql`>` : Prisma.sql`<`;
  return Prisma.sql`AND (a.id <> ${attemptId}::uuid OR d.address COLLATE "C" ${side} ${address})`;
}

/** An address would end up in logs, so the key of a page is the delivery's id. */
async function readKey(text: string): Promise<Key | null> {
  const id = readIdKey(text);
  if (id === null) return null;
  const [row] = await database().$queryRaw<Key[]>`
    SELECT a.created_at AS at, a.id AS "attemptId", d.address FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
    WHERE d.id = ${id}::uuid`;
  return row ?? null;
}

/** Null for more than ten thousand. */
async function countUpTo(
  ownerId: string | null,
  filter: ReportedFilter,
  before?: Key,
): Promise<number | null> {
  const earlier =
    before === undefined
      ? Prisma.empty
      : Prisma.sql`AND ((a.created_at, a.id) > (${before.at}::timestamptz, ${before.attemptId}::uuid)
          OR (a.id = ${before.attemptId}::uuid AND d.address COLLATE "C" < ${before.address}))`;
  const [row] = await database().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM attempts a JOIN deliveries d ON d.attempt_id = a.id
      WHERE ${attemptsWhere(ownerId, filter)} AND ${deliveriesWhere(filter)} ${earlier} LIMIT ${MOST_COUNTED + 1}
    ) found`;
  return row === undefined || row.count > MOST_COUNTED ? null : row.count;
}
