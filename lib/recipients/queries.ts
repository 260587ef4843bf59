import { Prisma } from "@prisma/client";
import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";
import { START, type Place } from "@/lib/paging/address";
import { readIdKey } from "@/lib/paging/keyset";
import { END, keysetPage, type KeysetPage } from "@/lib/paging/keyset-page";
import { countUpTo, foundRecipients } from "@/lib/recipients/found";
import { beyond, readRows, type Key, type RecipientRow } from "@/lib/recipients/read-rows";
import type { RecipientSort } from "@/lib/recipients/schema";
import {
  ALL_RECIPIENTS,
  narrowed,
  ownedBy,
  recipientsWhere,
  type RecipientConditions,
} from "@/lib/recipients/where";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

const PAGE_SIZE = 50;

export type { RecipientRow };

export interface RecipientFilter extends RecipientConditions {
  /** "" is the newest first. Everybody's are always by address. */
  sort: RecipientSort | "";
  place: Place;
}

export interface RecipientsPage extends KeysetPage<RecipientRow> {
  /** `total` is an estimate: there are more than 10,000. */
  isEstimate: boolean;
  /** Whether there is a way to the last page: who was never reached is looked for from the beginning. */
  hasLast: boolean;
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

function isFirst({ listId, sort, place, ...conditions }: RecipientFilter): boolean {
  const { search, suppressed, reached = "", addedSince = "", addedBefore = "", lostSince = "" } = conditions;
  const texts = [search, suppressed, reached, addedSince, addedBefore, lostSince];
  return [...texts, sort, place.after, place.before].every((text) => text === "") && listId === null;
}

// Every search and every place would be a key of its own in the cache, for anybody to make up.
const cachedFirstPage = cached(
  "own-recipients",
  (ownerId) => [cacheTags.recipients(ownerId)],
  (ownerId: string) => readPage(ownerId, { ...ALL_RECIPIENTS, sort: "", place: START }),
);

async function readPage(ownerId: string | null, filter: RecipientFilter): Promise<RecipientsPage> {
  const sort = ownerId === null ? "email" : filter.sort || "-added";
  const order = sort.endsWith("added") ? "id" : "email";
  const asked = { narrowed: narrowed(ownerId, filter, order), sort };
  // Counting everybody's would read the whole table.
  const isCounted = ownerId !== null || filter.listId !== null;
  const whole = isCounted ? foundRecipients(database(), ownerId, filter) : null;
  const page = keysetPage<RecipientRow, Key>({
    place: filter.place,
    size: PAGE_SIZE,
    readKey: keyOf,
    // An address would end up in logs.
    writeKey: (row) => row.id,
    read: (from, take) => readRows(asked, from, take),
    readLast: async (take) => (await readRows({ ...asked, sort: reversed(sort) }, null, take)).rows,
    ...(whole !== null && {
      count: async () => (await whole)?.count ?? null,
      countBefore: async (row) => {
        const before = beyond(sort, { side: "before", key: row });
        const all = await whole;
        // Where even they all are too many to count, so may be those before this row.
        if (all === null) return null;
        // Ten thousand of a filter may stand among a million: they are counted only near the list's beginning.
        const near = Prisma.sql`${ownedBy(ownerId)} ${before}`;
        if (all.isEstimate && (await countUpTo(database(), near)) === null) return null;
        return countUpTo(database(), Prisma.sql`${recipientsWhere(ownerId, filter)} ${before}`);
      },
    }),
  });
  const [read, found] = await Promise.all([page, whole]);
  const isEstimate = found?.isEstimate ?? false;
  // The last page's rows cannot be counted from an estimate.
  const first = filter.place.before === END && isEstimate ? null : read.first;
  const hasLast = filter.reached !== "never";
  return { ...read, first, isEstimate, hasLast, fingerprint: found?.fingerprint ?? null };
}

/** The place of a recipient in the order; null for one that is gone. */
async function keyOf(text: string): Promise<Key | null> {
  const id = readIdKey(text);
  if (id === null) return null;
  return database().recipient.findUnique({ where: { id }, select: { id: true, email: true } });
}

function reversed(sort: RecipientSort): RecipientSort {
  const opposite = { email: "-email", "-email": "email", added: "-added", "-added": "added" } as const;
  return opposite[sort];
}
