import { Prisma } from "@prisma/client";
import { deliveryColumns, type DeliveryRow } from "@/lib/attempts/delivery-rows";
import { openFigures } from "@/lib/attempts/queries";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import type { Place } from "@/lib/paging/address";
import { readIdKey } from "@/lib/paging/keyset";
import { EMPTY_PAGE, keysetPage, type From, type KeysetPage } from "@/lib/paging/keyset-page";
import { attemptsWhere, deliveriesWhere, type ReportedFilter } from "@/lib/reports/deliveries-where";
import { isSettled, type SettledOutcome } from "@/lib/reports/outcomes";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

const PAGE_SIZE = 50;
/** Up to so many are counted. */
const MOST_COUNTED = 10_000;

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
  const first = Prisma.sql`d.address COLLATE "C" ${byAddress} LIMIT ${take}`;
  const these = Prisma.sql`d.attempt_id = a.id AND ${deliveriesWhere(filter)} ${beyond(from)}`;
  // Attempt by attempt, so that a page of a million reads no more than it shows of what most have. Those few who unsubscribed
  // are found by their suppressions.
  const source =
    filter.outcome === "unsubscribed"
      ? Prisma.sql`attempts a JOIN deliveries d ON ${these}`
      : Prisma.sql`attempts a CROSS JOIN LATERAL (SELECT * FROM deliveries d WHERE ${these} ORDER BY ${first}) d`;
  const rows = await database().$queryRaw<Row[]>`
    SELECT found.*, m.name AS mailing, u.name AS "ownerName", r.id AS "recipientId" FROM (
      SELECT ${deliveryColumns}, d.opened_at AS "openedAt", d.clicked_at AS "clickedAt", d.automated_at AS "automatedAt",
        d.recipient_id, a.id AS "attemptId", a.created_at AS at, a.mailing_id, a.owner_id
      FROM ${source}
      WHERE ${attemptsWhere(ownerId, filter)} ${attemptsBeyond(from)}
      ORDER BY a.created_at ${byTime}, a.id ${byTime}, ${first}
    ) found
    JOIN mailings m ON m.id = found.mailing_id JOIN users u ON u.id = found.owner_id
    LEFT JOIN recipients r ON r.id = found.recipient_id AND r.owner_id = found.owner_id
    ORDER BY found.at ${byTime}, found."attemptId" ${byTime}, found.address COLLATE "C" ${byAddress}`;
  return rows.map(({ attemptId: id, at, mailing, ownerName, ...row }) => ({
    ...row,
    attempt: { id, at, mailing, ownerName },
  }));
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
  const { outcome, domain, link, hour, search } = filter;
  const isFigure = isSettled(outcome) && hour === null && [domain, link, search].every((text) => text === "");
  const count = isFigure
    ? await sumUpTo(ownerId, filter, outcome, before)
    : await countRows(
        ownerId,
        filter,
        before === undefined ? Prisma.empty : Prisma.sql`AND (${isLater(before)} OR ${isEarlierIn(before)})`,
      );
  return count > MOST_COUNTED ? null : count;
}

/** From the attempts' own figures: of a million deliveries, only those of one attempt are read, and only for a later page. */
async function sumUpTo(
  ownerId: string | null,
  filter: ReportedFilter,
  outcome: SettledOutcome,
  before: Key | undefined,
): Promise<number> {
  const later = before === undefined ? Prisma.empty : Prisma.sql`AND ${isLater(before)}`;
  const figure = Prisma.raw(`coalesce(open.${outcome}, a.${outcome})`);
  const [row] = await database().$queryRaw<{ count: number }[]>`
    SELECT least(coalesce(sum(${figure}), 0), ${MOST_COUNTED + 1})::int AS count
    FROM attempts a ${openFigures} WHERE ${attemptsWhere(ownerId, filter)} ${later}`;
  const sum = row?.count ?? 0;
  if (before === undefined || sum > MOST_COUNTED) return sum;
  return sum + (await countRows(ownerId, filter, Prisma.sql`AND ${isEarlierIn(before)}`));
}

async function countRows(ownerId: string | null, filter: ReportedFilter, more: Prisma.Sql): Promise<number> {
  const [row] = await database().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM attempts a JOIN deliveries d ON d.attempt_id = a.id
      WHERE ${attemptsWhere(ownerId, filter)} AND ${deliveriesWhere(filter)} ${more} LIMIT ${MOST_COUNTED + 1}
    ) found`;
  return row?.count ?? 0;
}

/** Of the attempts before a row's in the list: the latest comes first. */
function isLater({ at, attemptId }: Key): Prisma.Sql {
  return Prisma.sql`(a.created_at, a.id) > (${at}::timestamptz, ${attemptId}::uuid)`;
}

function isEarlierIn({ attemptId, address }: Key): Prisma.Sql {
  return Prisma.sql`(a.id = ${attemptId}::uuid AND d.address COLLATE "C" < ${address})`;
}
