import { database } from "@/lib/db";

/** Where views are counted. */
export interface ViewStore {
  /**
   * Counts a view of an article that visitors see, unless the same reader's was counted within half an hour.
   * @returns how many there are by now; null where there is no such article
   */
  count(slug: string, reader: string): Promise<number | null>;
}

/**
 * One statement. It writes no time of change: no cached page has to be made anew for a view. It holds the article from
 * the start: beside its deletion it would otherwise break, or each would wait for the other.
 */
export const databaseViews: ViewStore = {
  async count(slug, reader) {
    const [found] = await database().$queryRaw<{ views: number }[]>`
      WITH post AS (
        SELECT id, views FROM posts WHERE slug = ${slug} AND status <> 'draft' AND published_at <= engine_now()
        FOR KEY SHARE),
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
