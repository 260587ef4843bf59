import { recordAudit } from "@/lib/audit/record";
import type { AuditAction } from "@/lib/audit/schema";
import { cacheTags } from "@/lib/cache/tags";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import type { Queryable } from "@/lib/db";
import { onArticle, type LockedArticle } from "@/lib/posts/locked-article";
import { dropImages, holdImages } from "@/lib/posts/stored-images";
import { retainImages } from "@/lib/posts/text-images";
import type { Actor } from "@/lib/users/policy";

export type PublishRefusal =
  "forbidden" | "not_found" | "empty" | "already_published" | "not_published" | "time_past";

type Answer = Promise<CommandResult<null, PublishRefusal>>;

/** Shows an article to everybody from now on. One that was shown before keeps its first date. */
export async function publishArticle(actor: Actor, postId: string): Answer {
  return onArticle<null, PublishRefusal>(actor, postId, async (tx, article) => {
    if (article.isEmpty) return refused("empty");
    const published = await tx.$executeRaw`
      UPDATE posts SET status = 'published',
        published_at = CASE WHEN published_at <= engine_now() THEN published_at
          ELSE coalesce(first_published_at, engine_now()) END
      WHERE id = ${postId}::uuid AND status IN ('draft', 'scheduled')`;
    return published === 1 ? done(null, shown()) : refused("already_published");
  });
}

/** Shows an article to everybody from an instant on; scheduled again, the later word counts. */
export async function scheduleArticle(actor: Actor, postId: string, at: Date): Answer {
  return onArticle<null, PublishRefusal>(actor, postId, async (tx, article) => {
    if (article.isEmpty) return refused("empty");
    if (article.visible) return refused("already_published");
    const scheduled = await tx.$executeRaw`
      UPDATE posts SET status = 'scheduled', published_at = ${at}
      WHERE id = ${postId}::uuid AND status IN ('draft', 'scheduled') AND ${at} > engine_now()`;
    return scheduled === 1 ? done(null, shown()) : refused("time_past");
  });
}

/**
 * Makes an article a draft again. One that nobody has seen yet loses its time; any other keeps its date, the first one
 * where another was to come, and its address.
 */
export async function unpublishArticle(actor: Actor, postId: string): Answer {
  return onArticle<null, PublishRefusal>(actor, postId, async (tx, article) => {
    const unpublished = await tx.$executeRaw`
      UPDATE posts SET status = 'draft',
        published_at = CASE WHEN published_at <= engine_now() THEN published_at ELSE first_published_at END,
        first_published_at = CASE WHEN published_at <= engine_now() THEN coalesce(first_published_at, published_at)
          ELSE first_published_at END
      WHERE id = ${postId}::uuid AND status IN ('scheduled', 'published')`;
    if (unpublished === 0) return refused("not_published");
    await auditAnothers(tx, actor, article, "article_unpublished");
    return done(null, shown());
  });
}

/** Deletes an article for good, its pictures too. */
export async function deleteArticle(actor: Actor, postId: string): Answer {
  return onArticle<null, PublishRefusal>(actor, postId, async (tx, article) => {
    await holdImages(tx, postId, [article.coverId]);
    await retainImages(tx, postId, []);
    await tx.$executeRaw`DELETE FROM posts WHERE id = ${postId}::uuid`;
    if (article.coverId !== null) await dropImages(tx, [article.coverId]);
    await auditAnothers(tx, actor, article, "article_deleted");
    return done(null, shown());
  });
}

/** What visitors see may be another thing now. */
function shown(): { tags: string[] } {
  return { tags: [cacheTags.posts()] };
}

/** What somebody does with their own article is nobody else's business. */
async function auditAnothers(
  tx: Queryable,
  actor: Actor,
  article: LockedArticle,
  action: AuditAction,
): Promise<void> {
  if (article.authorId === actor.id) return;
  await recordAudit(tx, {
    actorId: actor.id,
    action,
    targetType: "article",
    targetId: article.id,
    targetName: article.title,
    reason: null,
  });
}
