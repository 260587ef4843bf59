import { v7 as uuidv7 } from "uuid";
import { isId } from "@/lib/commands/id";
import { database, type Queryable } from "@/lib/db";
import type { SizedImage } from "@/lib/images/re-encode";

/** Where a picture of an article stands: above it, or in its text. */
export type ImagePurpose = "cover" | "article";

/** Writes a picture and its smaller copies, forgotten after a day unless an article has it. Answers with its id. */
export async function insertImage(
  tx: Queryable,
  owner: { id: string; purpose: ImagePurpose },
  whole: SizedImage,
  smaller: readonly SizedImage[],
): Promise<string> {
  const id = uuidv7();
  for (const { width, height, bytes } of [whole, ...smaller]) {
    const isCopy = bytes !== whole.bytes;
    await tx.$executeRaw`
      INSERT INTO images (id, owner_id, mime_type, width, height, bytes, purpose, variant_of, forget_at)
      VALUES (${isCopy ? uuidv7() : id}::uuid, ${owner.id}::uuid, 'image/webp', ${width}, ${height}, ${bytes},
        ${owner.purpose}::image_purpose, ${isCopy ? id : null}::uuid,
        CASE WHEN ${isCopy} THEN NULL ELSE engine_now() + interval '1 day' END)`;
  }
  return id;
}

/**
 * Holds pictures, and those that stand in an article's text, until the transaction ends. All at once and in one order:
 * of two saves that take what the other gives up, each would wait for the other. By a statement of its own: whoever was
 * about to use one has then done so, and the next statement sees it.
 * @param ids "" and null for no picture
 */
export async function holdImages(
  tx: Queryable,
  postId: string,
  ids: readonly (string | null)[],
): Promise<void> {
  const known = ids.filter(isId);
  await tx.$queryRaw`
    SELECT 1 FROM images i WHERE i.id IN (
      SELECT unnest(${known}::uuid[]) UNION SELECT image_id FROM post_images WHERE post_id = ${postId}::uuid)
    ORDER BY i.id FOR UPDATE OF i`;
}

/** Whether the person has stored this picture, and as a cover. */
export async function isCoverOf(tx: Queryable, imageId: string, ownerId: string): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM images WHERE id = ${imageId}::uuid AND owner_id = ${ownerId}::uuid AND variant_of IS NULL
      AND purpose = 'cover'`;
  return found.length === 1;
}

/** Deletes pictures that are held, with their copies, except those that another article has too. */
export async function dropImages(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM images i WHERE i.id = ANY(${ids}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.cover_id = i.id)
      AND NOT EXISTS (SELECT 1 FROM post_images t WHERE t.image_id = i.id)`;
}

/** At most so many a round: each is some hundred kilobytes with its copies. */
export const FORGOTTEN_AT_ONCE = 100;

/**
 * Looks at pictures that were stored a day ago and more, each once: what no article has taken is deleted. What
 * somebody holds, who may be about to take it, waits for the next round.
 */
export async function forgetUnusedImages(): Promise<void> {
  await database().$transaction(async (tx) => {
    const due = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM images WHERE forget_at <= engine_now() AND purpose <> 'message' ORDER BY forget_at LIMIT ${FORGOTTEN_AT_ONCE}
      FOR UPDATE SKIP LOCKED`;
    if (due.length === 0) return;
    const ids = due.map(({ id }) => id);
    await dropImages(tx, ids);
    await tx.$executeRaw`UPDATE images SET forget_at = NULL WHERE id = ANY(${ids}::uuid[])`;
  });
}
