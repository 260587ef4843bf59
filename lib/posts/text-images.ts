import { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import type { Queryable } from "@/lib/db";
import { authorship } from "@/lib/posts/authorship";
import type { Images, ReadMarkdown } from "@/lib/posts/markdown";
import { mayChangeArticle } from "@/lib/posts/policy";
import { dropImages } from "@/lib/posts/stored-images";
import type { Actor } from "@/lib/users/policy";

export interface ReadText {
  /** Sanitized HTML. */
  body: string;
  /** Ids of the pictures that stand in it. */
  imageIds: string[];
  /** What keeps it from being saved: a picture without words, or one that is not there. */
  fault: "image_alt" | "image_gone" | null;
}

/**
 * What becomes of an article's Markdown. Pictures may stand in it that the writer has stored, those that stand in this
 * article already, and for who may change all articles those of any.
 * @param postId null for an article that is not there yet
 */
export async function readText(
  tx: Queryable,
  writer: Actor,
  postId: string | null,
  text: ReadMarkdown,
): Promise<ReadText> {
  const known = await usableImages(
    tx,
    writer,
    postId,
    text.images.map(({ id }) => id),
  );
  const isGone = text.images.some(({ id }) => !known.has(id));
  const isMute = text.images.some(({ alt }) => alt === "");
  return {
    body: text.html(known),
    imageIds: [...known.keys()],
    fault: isGone ? "image_gone" : isMute ? "image_alt" : null,
  };
}

async function usableImages(
  tx: Queryable,
  writer: Actor,
  postId: string | null,
  ids: readonly string[],
): Promise<Images> {
  const known = ids.filter(isId);
  if (known.length === 0) return new Map();
  const changesAll = mayChangeArticle(writer, { authorId: "" }, authorship());
  const ofArticles = changesAll
    ? Prisma.sql`true`
    : Prisma.sql`EXISTS (SELECT 1 FROM post_images t WHERE t.image_id = i.id AND t.post_id = ${postId}::uuid)`;
  const rows = await tx.$queryRaw<{ id: string; width: number; height: number }[]>`
    SELECT i.id, i.width, i.height FROM images i
    WHERE i.id = ANY(${known}::uuid[]) AND i.purpose = 'article' AND i.variant_of IS NULL
      AND (i.owner_id = ${writer.id}::uuid OR ${ofArticles})`;
  return new Map(rows.map(({ id, width, height }) => [id, { width, height }]));
}

/** Writes down which pictures stand in an article, and deletes those that stand in none any more. */
export async function retainImages(tx: Queryable, postId: string, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO post_images (post_id, image_id) SELECT ${postId}::uuid, unnest(${ids}::uuid[])
    ON CONFLICT DO NOTHING`;
  const gone = await tx.$queryRaw<{ imageId: string }[]>`
    DELETE FROM post_images WHERE post_id = ${postId}::uuid AND image_id <> ALL(${ids}::uuid[])
    RETURNING image_id AS "imageId"`;
  await dropImages(
    tx,
    gone.map(({ imageId }) => imageId),
  );
}
