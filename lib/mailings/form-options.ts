import { Prisma } from "@prisma/client";
import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { searchedEmail } from "@/lib/email-address";
import { timesOfForm } from "@/lib/mailings/from-form";
import { versionOf } from "@/lib/mailings/save";
import type { Period } from "@/lib/mailings/schedule";
import { likePattern } from "@/lib/paging/like-pattern";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

const MOST_MESSAGES = 500;
const MOST_LISTS = 1_000;
const MOST_FOUND = 8;

export interface MessageOption {
  id: string;
  subject: string;
}

export interface ListOption {
  id: string;
  name: string;
  members: number;
}

export interface RecipientOption {
  id: string;
  email: string;
  name: string;
}

/** What a form offers from the start; more is found by its name. */
export interface Offered<T> {
  options: T[];
  hasMore: boolean;
}

/** One's own messages, the last edited first, and the one that is chosen however old it is. */
export async function messageOptions(ownerId: string, chosen: string): Promise<Offered<MessageOption>> {
  const newest = await newestMessages(ownerId);
  const options = newest.slice(0, MOST_MESSAGES);
  const isOlder = isId(chosen) && !options.some(({ id }) => id === chosen);
  const older = isOlder ? await readMessages({ ownerId, id: chosen }, 1) : [];
  return { options: [...older, ...options], hasMore: newest.length > MOST_MESSAGES };
}

const newestMessages = cached(
  "mailing-message-options",
  (ownerId) => [cacheTags.messages(ownerId)],
  (ownerId: string) => readMessages({ ownerId }, MOST_MESSAGES + 1),
);

function readMessages(where: Prisma.MessageWhereInput, take: number): Promise<MessageOption[]> {
  return database().message.findMany({
    where: { ...where, archivedAt: null },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    take,
    select: { id: true, subject: true },
  });
}

/** One's own lists by name, with how many are in each, those first that are chosen though they come late. */
export async function listOptions(ownerId: string, chosen: readonly string[]): Promise<Offered<ListOption>> {
  const first = await firstLists(ownerId);
  const options = first.slice(0, MOST_LISTS);
  const offered = new Set(options.map(({ id }) => id));
  const later = chosen.filter((id) => isId(id) && !offered.has(id));
  const ticked = later.length === 0 ? [] : await readLists(ownerId, anyOf(later), later.length);
  return { options: [...ticked, ...options], hasMore: first.length > MOST_LISTS };
}

const firstLists = cached(
  "mailing-list-options",
  (ownerId) => [cacheTags.recipients(ownerId)],
  (ownerId: string) => readLists(ownerId, Prisma.empty, MOST_LISTS + 1),
);

function anyOf(ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`AND l.id = ANY(${[...ids]}::uuid[])`;
}

function readLists(ownerId: string, and: Prisma.Sql, take: number): Promise<ListOption[]> {
  return database().$queryRaw<ListOption[]>`
    SELECT l.id, l.name, (SELECT count(*)::int FROM list_members m WHERE m.list_id = l.id) AS members
    FROM lists l WHERE l.owner_id = ${ownerId}::uuid ${and} ORDER BY l.name, l.id LIMIT ${take}`;
}

/** A few of one's own messages with this in their subject, the last edited first. */
export async function findMessages(actor: Actor, typed: string): Promise<MessageOption[]> {
  const search = typed.trim();
  if (search === "" || !mayOwnMailings(actor)) return [];
  const subject = { contains: likePattern(search), mode: "insensitive" } as const;
  return readMessages({ ownerId: actor.id, subject }, MOST_FOUND);
}

/** A few of one's own lists with this in their name. */
export async function findLists(actor: Actor, typed: string): Promise<ListOption[]> {
  const search = typed.trim();
  if (search === "" || !mayOwnMailings(actor)) return [];
  return readLists(actor.id, Prisma.sql`AND l.name ILIKE ${`%${likePattern(search)}%`}`, MOST_FOUND);
}

/** A few of one's own recipients whose address begins so, or whose name has it in it. */
export async function findRecipients(actor: Actor, typed: string): Promise<RecipientOption[]> {
  const search = typed.trim();
  if (search === "" || !mayOwnMailings(actor)) return [];
  const select = { id: true, email: true, name: true } as const;
  const byAddress = await database().recipient.findMany({
    where: { ownerId: actor.id, email: { startsWith: likePattern(searchedEmail(search)) } },
    orderBy: { email: "asc" },
    take: MOST_FOUND,
    select,
  });
  if (byAddress.length === MOST_FOUND) return byAddress;
  const byName = await database().recipient.findMany({
    where: {
      ownerId: actor.id,
      name: { contains: likePattern(search), mode: "insensitive" },
      id: { notIn: byAddress.map(({ id }) => id) },
    },
    orderBy: { id: "asc" },
    take: MOST_FOUND - byAddress.length,
    select,
  });
  return [...byAddress, ...byName];
}

export interface MailingToEdit {
  id: string;
  version: string;
  name: string;
  messageId: string;
  audience: "everybody" | "chosen";
  listIds: string[];
  exceptListIds: string[];
  exceptGotBefore: boolean;
  recipients: RecipientOption[];
  startLocal: string;
  endLocal: string;
  period: Period;
  timeZone: string;
}

/** One's own mailing as its form shows it; null where there is none, or it is archived. */
export async function mailingToEdit(actor: Actor, id: string): Promise<MailingToEdit | null> {
  if (!isId(id) || !mayOwnMailings(actor)) return null;
  const found = await database().mailing.findFirst({
    where: { id, ownerId: actor.id, archivedAt: null },
    select: {
      ...{ name: true, messageId: true, startLocal: true, timeZone: true, period: true, endAt: true },
      ...{ updatedAt: true, toEverybody: true, exceptGotBefore: true },
      lists: { select: { listId: true } },
      excludedLists: { select: { listId: true } },
      recipients: {
        select: { recipient: { select: { id: true, email: true, name: true } } },
        orderBy: { recipientId: "asc" },
      },
    },
  });
  if (found === null) return null;
  const { name, messageId, period, timeZone, toEverybody, exceptGotBefore } = found;
  return {
    ...{ id, name, messageId, period, timeZone, version: versionOf(found) },
    ...{ audience: toEverybody ? "everybody" : "chosen", exceptGotBefore },
    listIds: found.lists.map(({ listId }) => listId),
    exceptListIds: found.excludedLists.map(({ listId }) => listId),
    recipients: found.recipients.map(({ recipient }) => recipient),
    ...timesOfForm(found),
  };
}
