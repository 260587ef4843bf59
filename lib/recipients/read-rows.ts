import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import type { From, Part } from "@/lib/paging/keyset-page";
import { suppressedOf } from "@/lib/recipients/export-rows";
import type { RecipientSort, SuppressionReason } from "@/lib/recipients/schema";
import { ownedBy, type Narrowed } from "@/lib/recipients/where";

export interface RecipientRow {
  id: string;
  email: string;
  name: string;
  createdAt: Date;
  owner: { id: string; name: string };
  /** Why the owner's mailings skip the address; null where they do not. */
  suppressed: SuppressionReason | null;
}

export interface Key {
  id: string;
  email: string;
}

/**
 * Recipients that a list's order is gone through for rows that its filter finds. From one in a hundred on they fill a page;
 * who are fewer, an index finds and a sort puts into order, within some ten thousand of a million.
 */
const WALK = 5_000;
/** Where no index leads to them, the page tells how many it looked through. */
const LONG_WALK = 10_000;

interface Asked {
  narrowed: Narrowed;
  sort: RecipientSort;
}

/**
 * Rows in a list's order, from a row on. PostgreSQL's own choice between the two ways rests on how many it expects, and on
 * that they lie spread over the whole: of an import years ago it would go through a million rows, so the first way is cut short.
 */
export async function readRows(asked: Asked, from: From<Key>, take: number): Promise<Part<RecipientRow>> {
  const { narrowed, sort } = asked;
  const walk = narrowed.rest === null ? null : narrowed.indexed ? WALK : LONG_WALK;
  const rows = await withOwners(walked(asked, from, { take, walk }), sort, from);
  const whole = { rows, goesOnAt: null, looked: 0 };
  if (walk === null || rows.length >= take) return whole;
  const stopped = await stoppedAt(asked, from, walk);
  if (stopped === null) return whole;
  if (!narrowed.indexed) return { rows, goesOnAt: stopped, looked: walk };
  return { ...whole, rows: await withOwners(lookedUp(asked, from, take), sort, from) };
}

/** The rows of the order one after the other, at most so many. */
function walked(
  asked: Asked,
  from: From<Key>,
  { take, walk }: { take: number; walk: number | null },
): Prisma.Sql {
  const condition = asked.narrowed.asked;
  const { rows, orderBy } = inOrder(asked, from);
  if (walk === null || condition === null) return Prisma.sql`${rows} LIMIT ${take}`;
  return Prisma.sql`SELECT r.* FROM (${rows} LIMIT ${walk}) r WHERE ${condition} ${orderBy} LIMIT ${take}`;
}

/** All rows from a row on, and the order in which they come. */
function inOrder({ narrowed, sort }: Asked, from: From<Key>): { rows: Prisma.Sql; orderBy: Prisma.Sql } {
  const { ownerId, members, range } = narrowed;
  const order = orderBy(sort, from);
  if (!sort.endsWith("added")) {
    const where = Prisma.sql`${ownedBy(ownerId)} AND ${range} ${beyond(sort, from)}`;
    return { rows: Prisma.sql`SELECT r.* FROM recipients r WHERE ${where} ${order}`, orderBy: order };
  }
  const { above, below } = idsBetween(sort, from, narrowed);
  if (members !== null) {
    // Members of a list stand in its index in the order of their ids.
    const rows = Prisma.sql`SELECT r.* FROM list_members m JOIN recipients r ON r.id = m.recipient_id
      WHERE m.list_id = ${members}::uuid AND m.recipient_id > ${above}::uuid AND m.recipient_id < ${below}::uuid
        AND ${ownedBy(ownerId)} AND ${range} ${order}`;
    return { rows, orderBy: order };
  }
  const direction = isDownward(sort, from) ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const byOwner = Prisma.sql`ORDER BY r.owner_id ${direction}, r.id ${direction}`;
  // With an equation, PostgreSQL may take the primary key instead of the index by owner, and read what all others added since.
  // With "<" and ">" it would expect only rows of other owners, for it looks at the first column alone, and sort a million.
  const rows = Prisma.sql`SELECT r.* FROM recipients r
    WHERE (r.owner_id, r.id) >= (${ownerId}::uuid, ${above}::uuid) AND (r.owner_id, r.id) <= (${ownerId}::uuid, ${below}::uuid)
      AND r.id <> ${above}::uuid AND r.id <> ${below}::uuid AND ${range} ${byOwner}`;
  return { rows, orderBy: byOwner };
}

function idsBetween(
  sort: RecipientSort,
  from: From<Key>,
  { lowestId, highestId }: Narrowed,
): { above: string; below: string } {
  const whole = { above: lowestId, below: highestId };
  if (from === null) return whole;
  const { id } = from.key;
  if (isDownward(sort, from)) return { ...whole, below: id < highestId ? id : highestId };
  return { ...whole, above: id > lowestId ? id : lowestId };
}

/** All that the filter finds, by whatever index, and then the first of them. */
function lookedUp({ narrowed, sort }: Asked, from: From<Key>, take: number): Prisma.Sql {
  const { ownerId, range, rest, lowestId, highestId } = narrowed;
  return Prisma.sql`WITH found AS MATERIALIZED (
      SELECT r.id, r.owner_id, r.email, r.name, r.created_at FROM recipients r
      WHERE ${ownedBy(ownerId)} AND ${range} AND ${rest ?? Prisma.sql`TRUE`} AND r.id >= ${lowestId}::uuid AND r.id <= ${highestId}::uuid ${beyond(sort, from)})
    SELECT * FROM found r ${orderBy(sort, from)} LIMIT ${take}`;
}

/** The last recipient of a walk of so many; null where it came to the end. */
async function stoppedAt(asked: Asked, from: From<Key>, walk: number): Promise<string | null> {
  const [last] = await database().$queryRaw<{ id: string }[]>`
    SELECT r.id FROM (${inOrder(asked, from).rows} LIMIT 1 OFFSET ${walk - 1}) r`;
  return last?.id ?? null;
}

async function withOwners(found: Prisma.Sql, sort: RecipientSort, from: From<Key>): Promise<RecipientRow[]> {
  const rows = await database().$queryRaw<
    (Omit<RecipientRow, "owner"> & { ownerId: string; ownerName: string })[]
  >`
    SELECT r.id, r.email, r.name, r.created_at AS "createdAt", r.owner_id AS "ownerId", u.name AS "ownerName",
      ${suppressedOf} AS suppressed
    FROM (${found}) r JOIN users u ON u.id = r.owner_id ${orderBy(sort, from)}`;
  return rows.map(({ ownerId, ownerName, ...row }) => ({ ...row, owner: { id: ownerId, name: ownerName } }));
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

/** The condition on the rows that come after a key, or stand before it. */
export function beyond(sort: RecipientSort, from: From<Key>): Prisma.Sql {
  if (from === null) return Prisma.empty;
  const { id, email } = from.key;
  const side = isDownward(sort, from) ? Prisma.sql`<` : Prisma.sql`>`;
  if (sort.endsWith("added")) return Prisma.sql`AND r.id ${side} ${id}::uuid`;
  return Prisma.sql`AND (r.email COLLATE "C", r.id) ${side} (${email}, ${id}::uuid)`;
}
