import type { Prisma } from "@prisma/client";
import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { START, type Place } from "@/lib/paging/address";
import { keysetPage, newestFirst, type KeysetPage } from "@/lib/paging/keyset-page";
import { likePattern } from "@/lib/paging/like-pattern";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

const PAGE_SIZE = 50;
/** More than anybody chooses from. */
const MOST_CHOICES = 500;

export interface ListRow {
  id: string;
  name: string;
  createdAt: Date;
  members: number;
  /** Mailings that go to it and are not archived. */
  mailings: number;
  owner: { id: string; name: string };
}

export interface ListFilter {
  /** Part of the name, among everybody's also of the owner's, without case; "" for all. */
  search: string;
  place: Place;
}

/** Lists, the newest first, fifty a page; null for who may not see any in this scope. */
export async function listsPage(
  actor: Actor,
  scope: Scope,
  filter: ListFilter,
): Promise<KeysetPage<ListRow> | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  const { search, place } = filter;
  const first = [search, place.after, place.before].every((text) => text === "");
  return ownerId !== null && first ? cachedFirstPage(ownerId) : readPage(ownerId, filter);
}

const cachedFirstPage = cached(
  "own-lists",
  (ownerId) => [cacheTags.recipients(ownerId), cacheTags.mailings(ownerId)],
  (ownerId: string) => readPage(ownerId, { search: "", place: START }),
);

async function readPage(ownerId: string | null, { search, place }: ListFilter): Promise<KeysetPage<ListRow>> {
  const part = { contains: likePattern(search), mode: "insensitive" } as const;
  const where: Prisma.RecipientListWhereInput = {
    ...(ownerId !== null && { ownerId }),
    ...(search !== "" && { OR: [{ name: part }, ...(ownerId === null ? [{ owner: { name: part } }] : [])] }),
  };
  const page = await keysetPage({
    ...newestFirst,
    size: PAGE_SIZE,
    place,
    read: (from, take) =>
      database().recipientList.findMany({
        where: { AND: [where, newestFirst.where(from)] },
        orderBy: newestFirst.orderBy(from),
        take,
        select: columns,
      }),
    count: () => database().recipientList.count({ where }),
    countBefore: (row) =>
      database().recipientList.count({ where: { AND: [where, newestFirst.whereBefore(row)] } }),
  });
  return { ...page, rows: page.rows.map(toRow) };
}

const columns = {
  id: true,
  name: true,
  createdAt: true,
  owner: { select: { id: true, name: true } },
  _count: { select: { members: true, mailings: { where: { mailing: { archivedAt: null } } } } },
} as const;

function toRow({ _count, ...row }: Prisma.RecipientListGetPayload<{ select: typeof columns }>): ListRow {
  return { ...row, members: _count.members, mailings: _count.mailings };
}

/** A list in a scope; null when there is none, or none for them. */
export async function listDetail(actor: Actor, scope: Scope, listId: string): Promise<ListRow | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined || !isId(listId)) return null;
  const found = await database().recipientList.findFirst({
    where: { id: listId, ...(ownerId !== null && { ownerId }) },
    select: columns,
  });
  return found && toRow(found);
}

/** One's own lists by name, to choose from. */
export async function listChoices(actor: Actor): Promise<{ id: string; name: string }[]> {
  return mayOwnMailings(actor) ? cachedChoices(actor.id) : [];
}

const cachedChoices = cached(
  "own-list-choices",
  (ownerId) => [cacheTags.recipients(ownerId)],
  (ownerId: string) =>
    database().recipientList.findMany({
      where: { ownerId },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: MOST_CHOICES,
      select: { id: true, name: true },
    }),
);
