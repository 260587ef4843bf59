import { createHmac } from "node:crypto";
import { isbot } from "isbot";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { databaseViews, type ViewStore } from "@/lib/posts/views-in-database";
import { viewsInRedis } from "@/lib/posts/views-in-redis";
import { redis } from "@/lib/redis";

export interface Reader {
  /** The network address as far as it is known. */
  address: string;
  userAgent: string;
  now: Date;
}

/**
 * Counts a view of an article, once per reader and half hour. Bots read it too, but are not counted.
 * @returns how many there are; null where visitors see no such article
 */
export async function countView(slug: string, reader: Reader): Promise<number | null> {
  if (reader.userAgent === "" || isbot(reader.userAgent)) return viewsOf(slug);
  return configuredViews().count(slug, readerHash(reader));
}

/** Nobody can be found by it: without the key it cannot be made, and it changes with the day (UTC). */
export function readerHash({ address, userAgent, now }: Reader): string {
  return createHmac("sha256", env().AUTH_SECRET)
    .update(JSON.stringify(["view", now.toISOString().slice(0, 10), address, userAgent]))
    .digest("base64url");
}

/** Where views are counted: in Redis where it is configured. */
function configuredViews(): ViewStore {
  const client = redis();
  return client === null ? databaseViews : viewsInRedis(client);
}

async function viewsOf(slug: string): Promise<number | null> {
  const [found] = await database().$queryRaw<{ views: number }[]>`
    SELECT views FROM posts WHERE slug = ${slug} AND status <> 'draft' AND published_at <= engine_now()`;
  return found?.views ?? null;
}
