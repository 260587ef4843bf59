import { Prisma } from "@prisma/client";
import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";
import { START, type Place } from "@/lib/paging/address";
import { readIdKey } from "@/lib/paging/keyset";
import { keysetPage, type From, type KeysetPage } from "@/lib/paging/keyset-page";
import type { RecipientSort, SuppressionReason } from "@/lib/recipients/schema";
import { suppressedOf } from "@/lib/recipients/export-rows";
import { fingerprint, recipientsWhere, type RecipientConditions } from "@/lib/recipients/where";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

const PAGE_SIZE = 50;

export interface RecipientRow {
  id: string;
  email: string;
  name: string;
  createdAt: Date;
  owner: { id: string; name: string };
  /** Why the owner's mailings skip the address; null where they do not. */
  suppressed: SuppressionReason | null;
}

export interface RecipientFilter extends RecipientConditions {
  /** "" is the newest first. Everybody's are always by address. */
  sort: RecipientSort | "";
  place: Place;
}

export interface RecipientsPage extends KeysetPage<RecipientRow> {
  /** Which rows the filter finds, on whatever page; null where nobody counts. */
  fingerprint: string | null;
}

/** Recipients, fifty a page; null for who may not see any in this scope. */
export async function recipientsPage(
  actor: Actor,
  scope: Scope,
  filter: RecipientFilter,
): Promise<RecipientsPage | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return null;
  if (ownerId !== null && isFirst(filter)) return cachedFirstPage(ownerId);
  return readPage(ownerId, filter);
}

function isFirst({ search, listId, suppressed, sort, place }: RecipientFilter): boolean {
  return (
    [search, suppressed, sort, place.after, place.before].every((text) => text === "") && listId === null
  );
}

// Every search and every place would be a key of its own in the cache, for anybody to make up.
const cachedFirstPage = cached(
  "own-recipients",
  (ownerId) => [cacheTags.recipients(ownerId)],
  (ownerId: string) =>
    readPage(ownerId, { search: "", listId: null, suppressed: "", sort: "", place: START }),
);

interface Key {
  id: string;
  email: string;
}

async function readPage(ownerId: string | null, filter: RecipientFilter): Promise<RecipientsPage> {
  const { listId, place } = filter;
  const sort = ownerId === null ? "email" : filter.sort || "-added";
  const found = recipientsWhere(ownerId, filter);
  // Counting everybody's would read the whole table.
  const whole = ownerId !== null || listId !== null ? countOf(found) : null;
  const page = keysetPage<RecipientRow, Key>({
    place,
    size: PAGE_SIZE,
    readKey: keyOf,
    // An address would end up in logs.
    writeKey: (row) => row.id,
    read: (from, take) => readRows(found, sort, from, take),
    ...(whole !== null && {
      count: async () => (await whole).count,
      countBefore: async (row) =>
        (await countOf(Prisma.sql`${found} ${beyond(sort, { side: "before", key: row })}`)).count,
    }),
  });
  const [read, counted] = await Promise.all([page, whole]);
  return { ...read, fingerprint: counted?.fingerprint ?? null };
}

function readRows(
  found: Prisma.Sql,
  sort: RecipientSort,
  from: From<Key>,
  take: number,
): Promise<RecipientRow[]> {
  const order = orderBy(sort, from);
  return database().$queryRaw<(Omit<RecipientRow, "owner"> & { ownerId: string; ownerName: string })[]>`
    SELECT r.id, r.email, r.name, r.created_at AS "createdAt", r.owner_id AS "ownerId", u.name AS "ownerName",
      ${suppressedOf} AS suppressed
    FROM (SELECT * FROM recipients r WHERE ${found} ${beyond(sort, from)} ${order} LIMIT ${take}) r
    JOIN users u ON u.id = r.owner_id ${order}`.then((rows) =>
    rows.map(({ ownerId, ownerName, ...row }) => ({ ...row, owner: { id: ownerId, name: ownerName } })),
  );
}

async function countOf(found: Prisma.Sql): Promise<{ count: number; fingerprint: string }> {
  const [row] = await database().$queryRaw<{ count: number; fingerprint: string }[]>`
    SELECT count(*)::int AS count, ${fingerprint} AS fingerprint FROM recipients r WHERE ${found}`;
  return row ?? { count: 0, fingerprint: "" };
}

function isDownward(sort: RecipientSort, from: From<Key>): boolean {
  return sort.startsWith("-") !== (from?.side === "before");
}

function orderBy(sort: RecipientSort, from: From<Key>): Prisma.Sql {
  const order = isDownward(sort, from) ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  // Ids grow with time.
  if (sort.endsWith("added")) return Prisma.sql`ORDER BY r.id ${order}`;
  return Prisma.sql`ORDER BY r.email COLLATE "C" ${order}, r.id ${order}`;
}

function beyond(sort: RecipientSort, from: From<Key>): Prisma.Sql {
  if (from === null) return Prisma.empty;
  const { id, email } = from.key;
  const side = isDownward(sort, from) ? Prisma.sql`<` : Prisma.sql`>`;
  if (sort.endsWith("added")) return Prisma.sql`AND r.id ${side} ${id}::uuid`;
  return Prisma.sql`AND (r.email COLLATE "C", r.id) ${side} (${email}, ${id}::uuid)`;
}

/** The place of a recipient in the order; null for one that is gone. */
async function keyOf(text: string): Promise<Key | null> {
  const id = readIdKey(text);
  if (id === null) return null;
  return database().recipient.findUnique({ where: { id }, select: { id: true, email: true } });
}
