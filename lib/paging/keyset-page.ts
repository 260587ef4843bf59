import type { Place } from "@/lib/paging/address";
import { readTimeKey, writeTimeKey, type TimeKey } from "@/lib/paging/keyset";

/** One page of a list, with where it stands in the whole. */
export interface KeysetPage<Row> {
  rows: Row[];
  /** For `before` and `after` of the address; null where there is no such page. */
  previous: string | null;
  next: string | null;
  /** Place of the first row, from 1, and all that the filter finds; null where nobody counts. */
  first: number | null;
  total: number | null;
  /** How many rows in the list's order were looked through, where that is all that this page says something of. */
  looked?: number;
}

export const EMPTY_PAGE = { rows: [], previous: null, next: null, first: null, total: null } as const;

/** Where a read goes on: from a row, onward or back. Null at the start. */
export type From<Key> = { side: "after" | "before"; key: Key } | null;

/** Rows of a read that looked through so many and no more, and where it would go on; else simply rows. */
export interface Part<Row> {
  rows: Row[];
  goesOnAt: string | null;
  looked: number;
}

/** For `before` of an address: the rows at the list's end. */
export const END = "end";

interface KeysetRead<Row, Key> {
  place: Place;
  size: number;
  /** The key of an address; null for one that nobody wrote here, or whose row is gone. */
  readKey: (text: string) => Promise<Key | null> | Key | null;
  writeKey: (row: Row) => string;
  /** `take` rows, the nearest to the key first: in the list's order after it, in the reverse order before it. */
  read: (from: From<Key>, take: number) => Promise<Row[] | Part<Row>>;
  /** The last `take` rows, the very last first, where a list has a way there. */
  readLast?: (take: number) => Promise<Row[]>;
  /** All that the filter finds. Left out where counting would read a whole table. */
  count?: () => Promise<number | null>;
  /** How many of them stand before this row; null for too many to count. */
  countBefore?: (row: Row) => Promise<number | null>;
}

/**
 * Reads a page by the key of a row and never by its number: rows that come and go meanwhile shift nothing. Back to a
 * page that is not full any more is to the start, and so is onward from the last row.
 */
export async function keysetPage<Row, Key>(options: KeysetRead<Row, Key>): Promise<KeysetPage<Row>> {
  const { size, writeKey } = options;
  if (options.place.before === END && options.readLast !== undefined)
    return lastPage(options, options.readLast);
  const { from, found, part } = await readFrom(options);
  const rows = found.slice(0, size);
  if (from?.side === "before") rows.reverse();
  const looked = part?.goesOnAt ? { looked: part.looked } : {};
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined)
    return {
      ...EMPTY_PAGE,
      rows: [],
      total: part?.goesOnAt ? null : 0,
      next: part?.goesOnAt ?? null,
      ...looked,
    };
  const more = found.length > size;
  const [total, before] = await Promise.all([
    options.count?.() ?? null,
    from === null ? 0 : (options.countBefore?.(first) ?? null),
  ]);
  return {
    rows,
    previous: from === null ? null : writeKey(first),
    next: more || from?.side === "before" ? writeKey(last) : (part?.goesOnAt ?? null),
    first: before === null ? null : before + 1,
    total,
    ...looked,
  };
}

async function lastPage<Row, Key>(
  { size, writeKey, count }: KeysetRead<Row, Key>,
  readLast: (take: number) => Promise<Row[]>,
): Promise<KeysetPage<Row>> {
  const [found, total] = await Promise.all([readLast(size + 1), count?.() ?? null]);
  const rows = found.slice(0, size).reverse();
  const [first] = rows;
  if (first === undefined) return { ...EMPTY_PAGE, rows: [], total };
  const previous = found.length > size ? writeKey(first) : null;
  return { rows, previous, next: null, first: total === null ? null : total - rows.length + 1, total };
}

async function readFrom<Row, Key>({ place, size, readKey, read }: KeysetRead<Row, Key>) {
  const side = place.after !== "" ? "after" : "before";
  const text = place[side];
  const key = text === "" ? null : await readKey(text);
  if (key !== null) {
    const from = { side, key } as const;
    const { found, part } = partOf(await read(from, size + 1));
    const isCutShort = side === "after" && part?.goesOnAt !== undefined && part.goesOnAt !== null;
    if (isCutShort || found.length > (side === "before" ? size : 0)) return { from, found, part };
  }
  return { from: null, ...partOf(await read(null, size + 1)) };
}

function partOf<Row>(read: Row[] | Part<Row>) {
  return Array.isArray(read) ? { found: read, part: null } : { found: read.rows, part: read };
}

/** Key, condition and order of a list that has the newest first, as Prisma takes them. */
export const newestFirst = {
  readKey: readTimeKey,
  writeKey: (row: { createdAt: Date; id: string }) => writeTimeKey({ at: row.createdAt, id: row.id }),

  where(from: From<TimeKey>) {
    if (from === null) return {};
    const { at, id } = from.key;
    // The first condition bounds the index; the second decides among rows of one instant.
    return from.side === "after"
      ? { createdAt: { lte: at }, OR: [{ createdAt: { lt: at } }, { id: { lt: id } }] }
      : { createdAt: { gte: at }, OR: [{ createdAt: { gt: at } }, { id: { gt: id } }] };
  },

  orderBy(from: From<TimeKey>) {
    const order = from?.side === "before" ? ("asc" as const) : ("desc" as const);
    return [{ createdAt: order }, { id: order }];
  },

  /** The rows that stand before this one. */
  whereBefore(row: { createdAt: Date; id: string }) {
    return newestFirst.where({ side: "before", key: { at: row.createdAt, id: row.id } });
  },
};
