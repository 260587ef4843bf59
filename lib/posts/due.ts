import { applyChange } from "@/lib/cache/apply-change";
import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";

/**
 * Has cached pages show the articles whose time has come, and forgets readers whose hash nobody can make again. Called
 * before every tick. Twice, late or by several at once it does no harm: pages ask the clock anyway when they are read.
 */
export async function showDueArticles(): Promise<void> {
  const db = database();
  const shown = await db.$executeRaw`
    UPDATE posts SET status = 'published' WHERE status = 'scheduled' AND published_at <= engine_now()`;
  await db.$executeRaw`DELETE FROM post_readers WHERE counted_at < engine_now() - interval '1 day'`;
  if (shown > 0) await applyChange({ tags: [cacheTags.posts()], wake: false }, "outside");
}
