import { createHash, randomUUID } from "node:crypto";
import type { Redis } from "@upstash/redis";
import { z } from "zod";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { databaseViews, type ViewStore } from "@/lib/posts/views-in-database";
import { patiently } from "@/lib/redis";

export interface ViewKeys {
  /** Posts with their counts since the last flush, and `id`: the one under which they will be added to the database. */
  pending: string;
  /** The same, on its way into the database. */
  onTheirWay: string;
}

/** Of this database's articles: deployments that share a Redis would take each other's views. */
export function viewKeys(): ViewKeys {
  const prefix = `posthorn:views:${createHash("sha256").update(env().DATABASE_URL).digest("base64url").slice(0, 16)}`;
  return { pending: `${prefix}:pending`, onTheirWay: `${prefix}:batch` };
}

const ONCE_IN_S = 1_800;
/** A Redis that did not answer is left alone for so long. It may have counted what the database then counts again. */
const REST_MS = 30_000;

/** At once and as a whole, so that no reader is known whose view is not counted. */
const COUNT = `
  if redis.call("SET", KEYS[1], "1", "NX", "EX", ARGV[3]) then
    redis.call("HSETNX", KEYS[2], "id", ARGV[2])
    redis.call("HINCRBY", KEYS[2], ARGV[1], 1)
  end
  local function waiting(key)
    return redis.call("HGET", key, "id") or "", redis.call("HGET", key, ARGV[1]) or 0
  end
  local pending, ofPending = waiting(KEYS[2])
  return { pending, ofPending, waiting(KEYS[3]) }`;

const id = z.union([z.uuid(), z.literal("")]);
const count = z.coerce.number().int().nonnegative();
const counted = z.tuple([id, count, id, count]).transform(([pending, ofPending, batch, ofBatch]) => [
  { id: pending, count: ofPending },
  { id: batch, count: ofBatch },
]);
type Waiting = z.infer<typeof counted>;

let restsUntil = -Infinity;

/** Views wait in Redis for `flushViews`: none writes to the database. While Redis does not answer, each does. */
export function viewsInRedis(client: Redis): ViewStore {
  return {
    async count(slug, reader) {
      if (performance.now() < restsUntil) return databaseViews.count(slug, reader);
      const postId = await visible(slug);
      if (postId === null) return null;
      const waiting = await countInRedis(client, postId, reader);
      if (waiting === null) return databaseViews.count(slug, reader);
      return withWaiting(postId, waiting);
    },
  };
}

/** Null where Redis does not answer, or not as it should. */
async function countInRedis(client: Redis, postId: string, reader: string): Promise<Waiting | null> {
  const { pending, onTheirWay } = viewKeys();
  const keys = [`posthorn:views:seen:${postId}:${reader}`, pending, onTheirWay];
  const script = client.createScript(COUNT);
  try {
    return counted.parse(await patiently(() => script.exec(keys, [postId, randomUUID(), String(ONCE_IN_S)])));
  } catch (error) {
    restsUntil = performance.now() + REST_MS;
    console.error("Redis counts no views; the database does.", error);
    return null;
  }
}

async function visible(slug: string): Promise<string | null> {
  const [found] = await database().$queryRaw<{ id: string }[]>`
    SELECT id FROM posts WHERE slug = ${slug} AND status <> 'draft' AND published_at <= engine_now()`;
  return found?.id ?? null;
}

/**
 * What the database counts and what waits. Read after Redis was: a batch that was added meanwhile is known by its id,
 * and counts once.
 */
async function withWaiting(postId: string, waiting: Waiting): Promise<number | null> {
  const ids = waiting.map((batch) => batch.id).filter((one) => one !== "");
  const [found] = await database().$queryRaw<{ views: number; added: string[] }[]>`
    SELECT views, ARRAY(SELECT id::text FROM view_batches WHERE id = ANY(${ids}::uuid[])) AS added
    FROM posts WHERE id = ${postId}::uuid`;
  if (found === undefined) return null;
  const notYet = waiting.filter((batch) => !found.added.includes(batch.id));
  return notYet.reduce((views, batch) => views + batch.count, found.views);
}
