import type { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { searchedEmail } from "@/lib/email-address";
import type { Place } from "@/lib/paging/address";
import { keysetPage, newestFirst, type KeysetPage } from "@/lib/paging/keyset-page";
import { likePattern } from "@/lib/paging/like-pattern";
import { accountState, type AccountState } from "@/lib/users/account-state";
import { mayBlock, mayGiveRole, mayHandOver, mayListUsers, type Actor, type Role } from "@/lib/users/policy";

const PAGE_SIZE = 20;

export interface UserRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  state: AccountState;
  createdAt: Date;
  /** Whether who asks may block or unblock them, and give them a role. */
  mayBlock: boolean;
  mayGiveRole: boolean;
}

export interface UserFilter {
  /** Part of the name or address, without case; "" for all. */
  search: string;
  role: Role | null;
  state: AccountState | null;
  place: Place;
}

/** Everybody with an account, the newest first, twenty a page; null for who may not list them. */
export async function listPeople(actor: Actor, filter: UserFilter): Promise<KeysetPage<UserRow> | null> {
  if (!mayListUsers(actor)) return null;
  const where = { AND: [searched(filter.search), inState(filter.state)], ...ofRole(filter.role) };
  const page = await keysetPage({
    ...newestFirst,
    size: PAGE_SIZE,
    place: filter.place,
    read: (from, take) =>
      database().user.findMany({
        where: { AND: [where, newestFirst.where(from)] },
        orderBy: newestFirst.orderBy(from),
        take,
        select: rowColumns,
      }),
    count: () => database().user.count({ where }),
    countBefore: (row) => database().user.count({ where: { AND: [where, newestFirst.whereBefore(row)] } }),
  });
  return { ...page, rows: page.rows.map((row) => toRow(actor, row)) };
}

/** How many a search and a state find of each role; none for who may not list them. */
export async function roleCounts(
  actor: Actor,
  { search, state }: Pick<UserFilter, "search" | "state">,
): Promise<Record<Role, number>> {
  const counts: Record<Role, number> = { user: 0, manager: 0, content_manager: 0, admin: 0 };
  if (!mayListUsers(actor)) return counts;
  const found = await database().user.groupBy({
    by: ["role"],
    where: { AND: [searched(search), inState(state)] },
    _count: true,
  });
  for (const { role, _count } of found) counts[role] = _count;
  return counts;
}

export interface UserDetail extends UserRow {
  emailVerifiedAt: Date | null;
  closedAt: Date | null;
  language: string;
  timeZone: string;
  block: { at: Date; by: string | null; reason: string } | null;
  /** Whether there are mailings of theirs: with a role that owns none, all of them are held. */
  ownsMailings: boolean;
  /** Whether who asks may give what they own to somebody else, and there is any of it. */
  mayHandOver: boolean;
}

/** One person for who may list them; null when there is none, or none for them. */
export async function userDetail(actor: Actor, userId: string): Promise<UserDetail | null> {
  if (!mayListUsers(actor) || !isId(userId)) return null;
  const one = { take: 1, select: { id: true } } as const;
  const found = await database().user.findUnique({
    where: { id: userId },
    select: {
      ...rowColumns,
      language: true,
      timeZone: true,
      blockedById: true,
      blockedReason: true,
      mailings: { where: { archivedAt: null }, ...one },
      recipients: one,
      lists: one,
      messages: one,
    },
  });
  if (found === null) return null;
  const { emailVerifiedAt, closedAt, language, timeZone, blockedAt, blockedReason } = found;
  const by = blockedAt && (await nameOf(found.blockedById));
  return {
    ...toRow(actor, found),
    ...{ emailVerifiedAt, closedAt, language, timeZone, ownsMailings: found.mailings.length > 0 },
    mayHandOver: closedAt === null && mayHandOver(actor, found) && ownsAnything(found),
    block: blockedAt && { at: blockedAt, by, reason: blockedReason ?? "" },
  };
}

function ownsAnything({
  recipients,
  lists,
  messages,
}: Record<"recipients" | "lists" | "messages", unknown[]>) {
  // A mailing needs a message.
  return recipients.length + lists.length + messages.length > 0;
}

const rowColumns = {
  id: true,
  name: true,
  email: true,
  role: true,
  createdAt: true,
  emailVerifiedAt: true,
  blockedAt: true,
  closedAt: true,
} as const;

type Found = Prisma.UserGetPayload<{ select: typeof rowColumns }>;

function toRow(actor: Actor, found: Found): UserRow {
  const { id, name, email, role, createdAt } = found;
  // What is closed stays as it is.
  const changes = found.closedAt === null;
  return {
    ...{ id, name, email, role, createdAt },
    state: accountState(found),
    mayBlock: changes && mayBlock(actor, found),
    mayGiveRole: changes && mayGiveRole(actor, found),
  };
}

function searched(search: string): Prisma.UserWhereInput {
  if (search === "") return {};
  const part = (text: string) => ({ contains: likePattern(text), mode: "insensitive" }) as const;
  return { OR: [{ name: part(search) }, { email: part(searchedEmail(search)) }] };
}

function ofRole(role: Role | null): Prisma.UserWhereInput {
  return role === null ? {} : { role };
}

/** As `accountState` tells them apart. */
function inState(state: AccountState | null): Prisma.UserWhereInput {
  switch (state) {
    case null:
      return {};
    case "closed":
      return { closedAt: { not: null } };
    case "blocked":
      return { closedAt: null, blockedAt: { not: null } };
    case "unconfirmed":
      return { closedAt: null, blockedAt: null, emailVerifiedAt: null };
    case "active":
      return { closedAt: null, blockedAt: null, emailVerifiedAt: { not: null } };
  }
}

async function nameOf(userId: string | null): Promise<string | null> {
  if (userId === null) return null;
  const user = await database().user.findUnique({ where: { id: userId }, select: { name: true } });
  return user?.name ?? null;
}
