import { createHmac } from "node:crypto";
import { isbot } from "isbot";
import { database } from "@/lib/db";
import { env } from "@/lib/env";

/** Where views are counted. */
export interface ViewStore {
  /**
   * Counts a view of an article that visitors see, unless the same reader's was counted within half an hour.
   * @returns how many there are by now; null where there is no such article
   */
  count(slug: string, reader: string): Promise<number | null>;
}

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
export async function countView(
  slug: string,
  reader: Reader,
  store: ViewStore = databaseViews,
): Promise<number | null> {
  if (reader.userAgent === "" || isbot(reader.userAgent)) return viewsOf(slug);
  return store.count(slug, readerHash(reader));
}

/** Nobody can be found by it: without the key it cannot be made, and it changes with the day (UTC). */
export function readerHash({ address, userAgent, now }: Reader): string {
  return createHmac("sha256", env().AUTH_SECRET)
    .update(JSON.stringify(["view", now.toISOString().slice(0, 10), address, userAgent]))
    .digest("base64url");
}

/** One statement. It writes no time of change: no cached page has to be made anew for a view. */
export const databaseViews: ViewStore = {
  async count(slug, reader) {
    const [found] = await database().$queryRaw<{ views: number }[]>`
      WITH post AS (
        SELECT id, views FROM posts WHERE slug = ${slug} AND status <> 'draft' AND published_at <= engine_now()),
      counted AS (
        INSERT INTO post_readers AS r (post_id, reader, counted_at) SELECT id, ${reader}, engine_now() FROM post
        ON CONFLICT (post_id, reader) DO UPDATE SET counted_at = engine_now()
          WHERE r.counted_at <= engine_now() - interval '30 minutes' RETURNING post_id),
      added AS (
        UPDATE posts SET views = views + 1 WHERE id IN (SELECT post_id FROM counted) RETURNING views)
      SELECT coalesce((SELECT views FROM added), post.views) AS views FROM post`;
    return found?.views ?? null;
  },
};

async function viewsOf(slug: string): Promise<number | null> {
  const [found] = await database().$queryRaw<{ views: number }[]>`
    SELECT views FROM posts WHERE slug = ${slug} AND status <> 'draft' AND published_at <= engine_now()`;
  return found?.views ?? null;
}
