import { randomUUID } from "node:crypto";
import type { Redis } from "@upstash/redis";
import { z } from "zod";
import { database } from "@/lib/db";
import { viewKeys } from "@/lib/posts/views-in-redis";
import { redis, withOnePatience, patiently } from "@/lib/redis";

/**
 * A batch that cannot be added for a week is lost. The database remembers for a day longer what it added, so there is
 * none that it has forgotten.
 */
const BATCH_KEPT_MS = 7 * 24 * 3_600_000;

/** What was left on its way, else all that waits; and whether it was left. */
const TAKE = `
  local left = redis.call("EXISTS", KEYS[2])
  if left == 0 then
    if redis.call("EXISTS", KEYS[1]) == 0 then return { 0 } end
    redis.call("RENAME", KEYS[1], KEYS[2])
    redis.call("HSETNX", KEYS[2], "id", ARGV[2])
    redis.call("PEXPIRE", KEYS[2], ARGV[1])
  end
  return { left, redis.call("HGETALL", KEYS[2]) }`;

/** Another flush may have begun the next batch under the same key. */
const FORGET = `
  if redis.call("HGET", KEYS[1], "id") == ARGV[1] then return redis.call("DEL", KEYS[1]) end
  return 0`;

const taken = z.union([
  z.tuple([z.literal(0)]),
  z.tuple([z.number(), z.array(z.union([z.string(), z.number()]))]),
]);
const postId = z.uuid();
const added = z.number().int().min(1).max(1_000_000_000);

/**
 * Adds the views that wait in Redis to the database. Whenever it ends early, and beside any number of others, each view
 * is added once: the batch keeps its id until it is known to be in the database, which takes no id twice.
 *
 * @throws Error where Redis or the database does not answer; nothing is lost by it
 */
export async function flushViews(): Promise<void> {
  const client = redis();
  if (client === null) return;
  // What an earlier flush left on its way comes first, then what waits.
  for (let rounds = 0; rounds < 2; rounds += 1) {
    const wasLeft = await withOnePatience(() => flushOne(client));
    if (!wasLeft) return;
  }
}

/** @returns true where it was an earlier flush's */
async function flushOne(client: Redis): Promise<boolean> {
  const { pending, onTheirWay } = viewKeys();
  const take = client.createScript(TAKE);
  const answer = await patiently(() =>
    take.exec([pending, onTheirWay], [String(BATCH_KEPT_MS), randomUUID()]),
  );
  const [left, row] = taken.parse(answer);
  if (row === undefined) return false;
  const { id, ...counts } = inPairs(row);
  const batchId = z.uuid().parse(id);
  await add(batchId, counts);
  const forget = client.createScript(FORGET);
  await patiently(() => forget.exec([onTheirWay], [batchId]));
  return left === 1;
}

/**
 * One statement. It writes no time of change: no cached page has to be made anew for a view. What is no count is left
 * out, or it would be in the way for a week.
 */
async function add(batchId: string, counts: Readonly<Record<string, unknown>>): Promise<void> {
  const sound = Object.entries(counts).flatMap(([id, count]) => {
    const views = added.safeParse(count);
    return postId.safeParse(id).success && views.success ? [{ id, views: views.data }] : [];
  });
  await database().$executeRaw`
    WITH added AS (INSERT INTO view_batches (id) VALUES (${batchId}::uuid) ON CONFLICT DO NOTHING RETURNING id),
      forgotten AS (DELETE FROM view_batches WHERE applied_at < now() - interval '8 days')
    UPDATE posts SET views = posts.views + counted.views
    FROM unnest(${sound.map(({ id }) => id)}::uuid[], ${sound.map(({ views }) => views)}::int[]) AS counted (id, views)
    WHERE posts.id = counted.id AND EXISTS (SELECT FROM added)`;
}

/** Names and values in a row, as scripts hand out hashes. */
function inPairs(row: readonly (string | number)[]): Record<string, unknown> {
  const names = row.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [String(name), row[2 * index + 1]]));
}
