import { isId } from "@/lib/commands/id";
import { refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { authorship } from "@/lib/posts/authorship";
import { mayChangeArticle, mayWriteArticles } from "@/lib/posts/policy";
import type { ArticleState } from "@/lib/posts/schema";
import type { Actor } from "@/lib/users/policy";

export interface LockedArticle {
  id: string;
  authorId: string;
  title: string;
  slug: string;
  status: ArticleState;
  /** Whether visitors see it at this moment. */
  visible: boolean;
  /** Whether it has an address that somebody may know: it was visible once, or is about to be. */
  hasTime: boolean;
  coverId: string | null;
  createdAt: Date;
  updatedAt: Date;
  isEmpty: boolean;
}

/**
 * Changes an article in a transaction that holds its row, if the person may: to whom it is not theirs to change, it is
 * not there.
 */
export async function onArticle<T, Code extends string>(
  actor: Actor,
  postId: string,
  change: (tx: Queryable, article: LockedArticle, writer: Actor) => Promise<CommandResult<T, Code>>,
): Promise<CommandResult<T, Code | "forbidden" | "not_found">> {
  if (!mayWriteArticles(actor, authorship())) return refused("forbidden");
  if (!isId(postId)) return refused("not_found");
  return asWriter<T, Code | "not_found">(actor, async (tx, writer) => {
    const [article] = await tx.$queryRaw<LockedArticle[]>`
      SELECT id, author_id AS "authorId", title, slug, status::text AS status, cover_id AS "coverId",
        created_at AS "createdAt", updated_at AS "updatedAt", status <> 'draft' AND published_at <= engine_now() AS visible,
        published_at IS NOT NULL AS "hasTime", btrim(source, E' \\t\\r\\n') = '' AS "isEmpty"
      FROM posts WHERE id = ${postId}::uuid FOR UPDATE`;
    if (article === undefined || !mayChangeArticle(writer, article, authorship()))
      return refused("not_found");
    return change(tx, article, writer);
  });
}

/** Does something that only those who write may. */
export function asWriter<T, Code extends string>(
  actor: Actor,
  change: (tx: Queryable, writer: Actor) => Promise<CommandResult<T, Code>>,
): Promise<CommandResult<T, Code | "forbidden">> {
  return withActor(actor, (writer) => mayWriteArticles(writer, authorship()), change);
}
