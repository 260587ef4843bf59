import type { Prisma } from "@prisma/client";
import { z } from "zod";
import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";
import { holdColumns, ownerFacts } from "@/lib/mailings/queries";
import { holds, type Hold, type MailingStatus } from "@/lib/mailings/status";
import { START, type Place } from "@/lib/paging/address";
import { cutPage, readIdKey } from "@/lib/paging/keyset";
import { EMPTY_PAGE, keysetPage, newestFirst, type KeysetPage } from "@/lib/paging/keyset-page";
import { likePattern } from "@/lib/paging/like-pattern";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

const PAGE_SIZE = 20;

export interface MailingRow {
  id: string;
  name: string;
  status: MailingStatus;
  holds: Hold[];
  nextRunAt: Date | null;
  timeZone: string;
}

export interface OwnMailingsFilter {
  /** Part of the name, without case; "" for all. */
  search: string;
  status: MailingStatus | "";
}

/** One's own mailings that are not archived, newest first, twenty a page; none for a role that owns none. */
export async function ownMailings(
  actor: Actor,
  filter: OwnMailingsFilter,
  place: Place = START,
): Promise<KeysetPage<MailingRow>> {
  if (!mayOwnMailings(actor)) return { ...EMPTY_PAGE, rows: [] };
  const isFirst = place.after === "" && place.before === "" && filter.search === "" && filter.status === "";
  // Every search and every place would be a key of its own in the cache, for anybody to make up.
  return isFirst ? cachedMailings(actor.id) : readMailings(actor.id, filter, place);
}

const cachedMailings = cached(
  "own-mailings",
  (ownerId) => [cacheTags.mailings(ownerId)],
  (ownerId: string) => readMailings(ownerId, { search: "", status: "" }, START),
);

async function readMailings(
  ownerId: string,
  { search, status }: OwnMailingsFilter,
  place: Place,
): Promise<KeysetPage<MailingRow>> {
  const where = {
    ownerId,
    archivedAt: null,
    ...named(search),
    ...(status !== "" && { status }),
  };
  const page = await keysetPage({
    place,
    size: PAGE_SIZE,
    readKey: newestFirst.readKey,
    writeKey: newestFirst.writeKey,
    read: (from, take) =>
      database().mailing.findMany({
        where: { ...where, ...newestFirst.where(from) },
        orderBy: newestFirst.orderBy(from),
        take,
        select: { ...rowColumns, createdAt: true },
      }),
    count: () => database().mailing.count({ where }),
    countBefore: (row) => database().mailing.count({ where: { ...where, ...newestFirst.whereBefore(row) } }),
  });
  return {
    ...page,
    rows: page.rows.map(toRow),
  };
}

/** How many of one's own a search finds by status; all of them for "". */
export async function ownMailingCounts(actor: Actor, search: string): Promise<StatusCounts> {
  if (!mayOwnMailings(actor)) return countedByStatus([]);
  return search === "" ? cachedCounts(actor.id) : readCounts({ ...named(search), ownerId: actor.id });
}

const cachedCounts = cached(
  "own-mailing-counts",
  (ownerId) => [cacheTags.mailings(ownerId)],
  (ownerId: string) => readCounts({ ownerId }),
);

/** The same of everybody's; none for who may not see them. */
export async function allMailingCounts(
  actor: Actor,
  { search, hold }: Pick<AllMailingsFilter, "search" | "hold">,
): Promise<StatusCounts> {
  return maySeeAll(actor) ? readCounts({ AND: [searched(search), heldBy(hold)] }) : countedByStatus([]);
}

export type StatusCounts = Record<MailingStatus, number>;

async function readCounts(where: Prisma.MailingWhereInput): Promise<StatusCounts> {
  const found = await database().mailing.groupBy({
    by: ["status"],
    where: { ...where, archivedAt: null },
    _count: true,
  });
  return countedByStatus(found);
}

function countedByStatus(found: readonly { status: MailingStatus; _count: number }[]): StatusCounts {
  const counts: StatusCounts = { created: 0, running: 0, finished: 0 };
  for (const { status, _count } of found) counts[status] = _count;
  return counts;
}

export interface MailingOfAll extends MailingRow {
  owner: { id: string; name: string };
}

export interface AllMailingsFilter {
  /** Part of the mailing's name or of its owner's name or address, without case; "" for all. */
  search: string;
  status: MailingStatus | null;
  hold: Hold | null;
  ownerId?: string;
  after: string | null;
}

/**
 * Everybody's mailings that are not archived, newest first, twenty a page; null for who may not see them.
 * Ids grow with time, so their own index orders the list.
 */
export async function allMailings(
  actor: Actor,
  filter: AllMailingsFilter,
): Promise<{ rows: MailingOfAll[]; next: string | null } | null> {
  if (!maySeeAll(actor)) return null;
  const { ownerId } = filter;
  if (ownerId !== undefined && !z.uuid().safeParse(ownerId).success) return { rows: [], next: null };
  const after = readIdKey(filter.after);
  const found = await database().mailing.findMany({
    where: {
      archivedAt: null,
      ...(after !== null && { id: { lt: after } }),
      ...(ownerId !== undefined && { ownerId }),
      ...(filter.status !== null && { status: filter.status }),
      AND: [searched(filter.search), heldBy(filter.hold)],
    },
    orderBy: { id: "desc" },
    take: PAGE_SIZE + 1,
    select: {
      ...rowColumns,
      owner: { select: { id: true, name: true, ...holdColumns.owner.select } },
    },
  });
  const { rows, next } = cutPage(found, PAGE_SIZE);
  return {
    rows: rows.map((row) => ({ ...toRow(row), owner: { id: row.owner.id, name: row.owner.name } })),
    next,
  };
}

const rowColumns = {
  id: true,
  name: true,
  status: true,
  nextRunAt: true,
  timeZone: true,
  ...holdColumns,
} as const;

type StoredRow = Prisma.MailingGetPayload<{ select: typeof rowColumns }>;

function toRow({ id, name, status, nextRunAt, timeZone, owner, ...facts }: StoredRow): MailingRow {
  return { ...{ id, name, status, nextRunAt, timeZone }, holds: holds({ ...facts, ...ownerFacts(owner) }) };
}

function named(search: string): Prisma.MailingWhereInput {
  return search === "" ? {} : { name: { contains: likePattern(search), mode: "insensitive" } };
}

function searched(search: string): Prisma.MailingWhereInput {
  if (search === "") return {};
  const part = { contains: likePattern(search), mode: "insensitive" } as const;
  return { OR: [{ name: part }, { owner: { OR: [{ name: part }, { email: part }] } }] };
}

/** As `holds` tells them apart. */
function heldBy(hold: Hold | null): Prisma.MailingWhereInput {
  switch (hold) {
    case null:
      return {};
    case "paused":
      return { pausedAt: { not: null } };
    case "stopped":
      return { stoppedAt: { not: null } };
    case "protected":
      return { protectedAt: { not: null } };
    case "owner_blocked":
      return { owner: { OR: [{ blockedAt: { not: null } }, { closedAt: { not: null } }] } };
    case "owner_role":
      return { owner: { role: { notIn: ["user", "admin"] } } };
  }
}
