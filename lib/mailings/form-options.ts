import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
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

/** One's own messages, the last edited first. */
export const messageOptions = cached(
  "mailing-message-options",
  (ownerId) => [cacheTags.messages(ownerId)],
  (ownerId: string): Promise<MessageOption[]> =>
    database().message.findMany({
      where: { ownerId, archivedAt: null },
      orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
      take: MOST_MESSAGES,
      select: { id: true, subject: true },
    }),
);

/** One's own lists by name, with how many are in each. */
export const listOptions = cached(
  "mailing-list-options",
  (ownerId) => [cacheTags.recipients(ownerId)],
  (ownerId: string): Promise<ListOption[]> =>
    database().$queryRaw<ListOption[]>`
      SELECT l.id, l.name, (SELECT count(*)::int FROM list_members m WHERE m.list_id = l.id) AS members
      FROM lists l WHERE l.owner_id = ${ownerId}::uuid ORDER BY l.name, l.id LIMIT ${MOST_LISTS}`,
);

/** A few of one's own recipients whose address begins so, or whose name has it in it. */
export async function findRecipients(actor: Actor, typed: string): Promise<RecipientOption[]> {
  const search = typed.trim().toLowerCase();
  if (search === "" || !mayOwnMailings(actor)) return [];
  const pattern = likePattern(search);
  const select = { id: true, email: true, name: true } as const;
  const byAddress = await database().recipient.findMany({
    where: { ownerId: actor.id, email: { startsWith: pattern } },
    orderBy: { email: "asc" },
    take: MOST_FOUND,
    select,
  });
  if (byAddress.length === MOST_FOUND) return byAddress;
  const byName = await database().recipient.findMany({
    where: {
      ownerId: actor.id,
      name: { contains: pattern, mode: "insensitive" },
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
  listIds: string[];
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
      updatedAt: true,
      lists: { select: { listId: true } },
      recipients: {
        select: { recipient: { select: { id: true, email: true, name: true } } },
        orderBy: { recipientId: "asc" },
      },
    },
  });
  if (found === null) return null;
  const { name, messageId, period, timeZone } = found;
  return {
    ...{ id, name, messageId, period, timeZone, version: versionOf(found) },
    listIds: found.lists.map(({ listId }) => listId),
    recipients: found.recipients.map(({ recipient }) => recipient),
    ...timesOfForm(found),
  };
}
