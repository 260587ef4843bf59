import type { Prisma } from "@prisma/client";
import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { searchedEmail } from "@/lib/email-address";
import { mayChangeMessage, maySeeMessage } from "@/lib/messages/policy";
import type { PreviewReader } from "@/lib/messages/preview";
import type { MessageFields, MessageFormat } from "@/lib/messages/schema";
import { fieldsOfRow } from "@/lib/messages/stored-fields";
import { START, type Place } from "@/lib/paging/address";
import { readTimeKey, writeTimeKey, type TimeKey } from "@/lib/paging/keyset";
import { EMPTY_PAGE, keysetPage, type From, type KeysetPage } from "@/lib/paging/keyset-page";
import { likePattern } from "@/lib/paging/like-pattern";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

const PAGE_SIZE = 50;
const MAILINGS_NAMED = 20;

export interface MessageRow {
  id: string;
  subject: string;
  preheader: string;
  format: MessageFormat;
  updatedAt: Date;
  owner: { id: string; name: string };
  /** Mailings that use it and are not archived. */
  mailings: number;
}

export interface AskedMessages {
  /** Part of the subject, without case; "" for all. */
  search: string;
  place: Place;
}

/** One's own messages, changed last first, fifty a page; none for who may own none. */
export function ownMessages(actor: Actor, asked: AskedMessages): Promise<KeysetPage<MessageRow>> {
  if (!mayOwnMailings(actor)) return Promise.resolve({ ...EMPTY_PAGE, rows: [] });
  const { search, place } = asked;
  const isFirst = search === "" && place.after === "" && place.before === "";
  return isFirst ? firstPage(actor.id) : messagesPage({ ownerId: actor.id }, asked);
}

/** Everybody's messages, changed last first; null for who may not see them. */
export async function allMessages(
  actor: Actor,
  asked: AskedMessages,
): Promise<KeysetPage<MessageRow> | null> {
  return maySeeAll(actor) ? messagesPage({}, asked) : null;
}

/** Of one owner: most looks at the list are at this page. */
const firstPage = cached(
  "messages of an owner",
  (ownerId: string) => [cacheTags.messages(ownerId), cacheTags.mailings(ownerId)],
  (ownerId) => messagesPage({ ownerId }, { search: "", place: START }),
);

async function messagesPage(
  scope: { ownerId?: string },
  { search, place }: AskedMessages,
): Promise<KeysetPage<MessageRow>> {
  const { message } = database();
  const where: Prisma.MessageWhereInput = {
    ...scope,
    archivedAt: null,
    ...(search !== "" && { subject: { contains: likePattern(search), mode: "insensitive" } }),
  };
  return keysetPage<MessageRow, TimeKey>({
    place,
    size: PAGE_SIZE,
    readKey: (text) => readTimeKey(text),
    writeKey: ({ updatedAt, id }) => writeTimeKey({ at: updatedAt, id }),
    read: async (from, take) => {
      const order = from?.side === "before" ? "asc" : "desc";
      const found = await message.findMany({
        where: { AND: [where, beyond(from)] },
        orderBy: [{ updatedAt: order }, { id: order }],
        take,
        select: summaryColumns,
      });
      return found.map(({ _count, ...row }) => ({ ...row, mailings: _count.mailings }));
    },
    count: () => message.count({ where }),
    countBefore: ({ updatedAt, id }) =>
      message.count({ where: { AND: [where, beyond({ side: "before", key: { at: updatedAt, id } })] } }),
  });
}

function beyond(from: From<TimeKey>): Prisma.MessageWhereInput {
  if (from === null) return {};
  const { at, id } = from.key;
  // The first condition bounds the index; the second decides among rows of one instant.
  return from.side === "after"
    ? { updatedAt: { lte: at }, OR: [{ updatedAt: { lt: at } }, { id: { lt: id } }] }
    : { updatedAt: { gte: at }, OR: [{ updatedAt: { gt: at } }, { id: { gt: id } }] };
}

export interface MessageToRead extends Omit<MessageRow, "mailings"> {
  html: string;
  text: string;
  /** Mailings that use it and are not archived, the newest twenty. */
  mailings: { id: string; name: string }[];
}

/** A message for who may see it, its owner and who watches over everybody's; null when there is none, or none for them. */
export async function messageToRead(actor: Actor, messageId: string): Promise<MessageToRead | null> {
  if (!isId(messageId)) return null;
  const message = await database().message.findUnique({
    where: { id: messageId, archivedAt: null },
    select: {
      ...readColumns,
      html: true,
      text: true,
      mailings: {
        where: { archivedAt: null },
        orderBy: { id: "desc" },
        take: MAILINGS_NAMED,
        select: { id: true, name: true },
      },
    },
  });
  if (message === null || !maySeeMessage(actor, { ownerId: message.owner.id })) return null;
  return message;
}

export interface MessageToEdit {
  id: string;
  fields: MessageFields;
  version: number;
}

/** An own message as it stands in its form; null when there is none. */
export async function messageToEdit(actor: Actor, messageId: string): Promise<MessageToEdit | null> {
  if (!isId(messageId)) return null;
  const message = await database().message.findUnique({
    where: { id: messageId, archivedAt: null },
    select: {
      ...{ id: true, ownerId: true, subject: true, preheader: true, html: true, text: true },
      ...{ format: true, source: true, document: true, textIsOwn: true, updatedAt: true },
    },
  });
  if (message === null || !mayChangeMessage(actor, message)) return null;
  return {
    id: message.id,
    fields: fieldsOfRow(message),
    version: message.updatedAt.getTime(),
  };
}

const READERS_OFFERED = 20;

/**
 * Recipients whom a preview may be for: the newest, or those whose address begins as asked.
 * @param search what addresses begin with, without case; "" for all
 */
export async function previewReaders(
  actor: Actor,
  messageOwnerId: string,
  search: string,
): Promise<PreviewReader[]> {
  if (!maySeeMessage(actor, { ownerId: messageOwnerId })) return [];
  const begin = searchedEmail(search);
  return database().$queryRaw<PreviewReader[]>`
    SELECT id, email AS address, name FROM recipients
    WHERE owner_id = ${messageOwnerId}::uuid
      AND (${begin} = '' OR email COLLATE "C" BETWEEN ${begin} AND ${begin} || chr(1114111))
    ORDER BY id DESC LIMIT ${READERS_OFFERED}`;
}

/** Whom else to look at an email as: of the newest thousand, who has the longest name, and who has the fewest fields. */
export interface TellingReaders {
  longest: PreviewReader | null;
  barest: PreviewReader | null;
}

export async function tellingReaders(actor: Actor): Promise<TellingReaders> {
  if (!mayOwnMailings(actor)) return { longest: null, barest: null };
  const rows = await database().$queryRaw<(PreviewReader & { kind: string })[]>`
    WITH asked AS (SELECT id, email AS address, name, fields FROM recipients WHERE owner_id = ${actor.id}::uuid
      ORDER BY id DESC LIMIT 1000)
    (SELECT 'longest' AS kind, id, address, name FROM asked ORDER BY length(name) DESC, id LIMIT 1)
    UNION ALL
    (SELECT 'barest', id, address, name FROM asked
      ORDER BY name <> '', (SELECT count(*) FROM jsonb_each_text(fields) WHERE btrim(value) <> ''), id LIMIT 1)`;
  const of = (kind: string) => rows.find((row) => row.kind === kind) ?? null;
  return { longest: of("longest"), barest: of("barest") };
}

/** The recipient whose address begins so, the newest of several; null for "" and for none. */
export async function readerBeginning(
  actor: Actor,
  messageOwnerId: string,
  begin: string,
): Promise<string | null> {
  if (begin.trim() === "") return null;
  const [reader] = await previewReaders(actor, messageOwnerId, begin);
  return reader?.id ?? null;
}

const readColumns = {
  id: true,
  subject: true,
  preheader: true,
  format: true,
  updatedAt: true,
  owner: { select: { id: true, name: true } },
} as const;

const summaryColumns = {
  ...readColumns,
  _count: { select: { mailings: { where: { archivedAt: null } } } },
} as const;
