import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { estimatedOf, sampled } from "@/lib/recipients/sample";
import {
  fingerprint,
  narrowed,
  ownedBy,
  recipientsWhere,
  type RecipientConditions,
} from "@/lib/recipients/where";

/** Up to so many are counted; more are estimated. */
export const MOST_COUNTED = 10_000;
/** From an estimate of so many on nobody counts: even rows of one import, which lie side by side, are then above 10,000. */
const SURELY_MANY = 50_000;

/** What a filter finds. */
export interface FoundRecipients {
  count: number;
  /** The count is an estimate: there are more than 10,000. */
  isEstimate: boolean;
  /** Tells them from others: an aggregate of all ids, or where they are not counted, the owner's newest id. */
  fingerprint: string;
}

/**
 * How many recipients of an owner, or with null of everybody, a filter finds, and which, in bounded time; null where only
 * a look at all of them could tell.
 */
export async function foundRecipients(
  db: Queryable,
  ownerId: string | null,
  conditions: RecipientConditions,
): Promise<FoundRecipients | null> {
  const { rest, indexed } = narrowed(ownerId, conditions, "email");
  if ((await countUpTo(db, ownedBy(ownerId))) !== null)
    return counted(db, recipientsWhere(ownerId, conditions));
  const [all, share] = [
    await estimatedOf(db, ownerId),
    rest === null ? 1 : await shareOf(db, ownerId, conditions),
  ];
  const estimate = Math.round(all * share);
  if (rest === null || estimate >= SURELY_MANY) return many(db, ownerId, estimate);
  // Where no index leads to them, all would have to be looked at.
  if (!indexed && all > SURELY_MANY) return null;
  return (await counted(db, recipientsWhere(ownerId, conditions))) ?? many(db, ownerId, estimate);
}

/** How many recipients a condition finds; null for more than 10,000. */
export async function countUpTo(db: Queryable, where: Prisma.Sql): Promise<number | null> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM recipients r WHERE ${where} LIMIT ${MOST_COUNTED + 1}) found`;
  return row === undefined || row.count > MOST_COUNTED ? null : row.count;
}

async function counted(db: Queryable, where: Prisma.Sql): Promise<FoundRecipients | null> {
  const [row] = await db.$queryRaw<{ count: number; fingerprint: string }[]>`
    SELECT count(*)::int AS count, ${fingerprint} AS fingerprint
    FROM (SELECT r.id FROM recipients r WHERE ${where} LIMIT ${MOST_COUNTED + 1}) r`;
  return row === undefined || row.count > MOST_COUNTED ? null : { ...row, isEstimate: false };
}

async function many(db: Queryable, ownerId: string | null, estimate: number): Promise<FoundRecipients> {
  const [newest] = await db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM recipients r WHERE ${ownedBy(ownerId)} ORDER BY r.id DESC LIMIT 1`;
  return { count: Math.max(estimate, MOST_COUNTED + 1), isEstimate: true, fingerprint: newest?.id ?? "" };
}

/** Which share of an owner's recipients a filter finds, by a sample of them. */
async function shareOf(
  db: Queryable,
  ownerId: string | null,
  conditions: RecipientConditions,
): Promise<number> {
  const { asked } = narrowed(ownerId, conditions, "email");
  const [seen] = await db.$queryRaw<{ all: number; found: number }[]>`
    WITH r AS MATERIALIZED (
      SELECT r.id, r.owner_id, r.email, r.name, r.created_at
      ${sampled(ownerId)})
    SELECT count(*)::int AS all, (SELECT count(*)::int FROM r WHERE ${asked ?? Prisma.sql`TRUE`}) AS found FROM r`;
  return seen === undefined || seen.all === 0 ? 0 : seen.found / seen.all;
}
