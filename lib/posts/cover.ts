import { v7 as uuidv7 } from "uuid";
import { done, refused, type CommandResult } from "@/lib/command-result";
import { database, type Queryable } from "@/lib/db";
import { pictureIn, type PictureSize } from "@/lib/images/picture";
import { COVER_SIZE, LARGEST_UPLOAD, SMALLER_COVERS } from "@/lib/images/schema";
import { authorship } from "@/lib/posts/authorship";
import { mayWriteArticles } from "@/lib/posts/policy";
import { takeUse } from "@/lib/rate-limits";
import type { Actor } from "@/lib/users/policy";

export type CoverRefusal = "forbidden" | "too_large" | "no_picture" | "too_many";

interface Copy extends PictureSize {
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Stores a picture for a cover, in several widths. It belongs to no article before one is saved with its id; what never
 * was is forgotten after a day.
 * @param bytes at most LARGEST_UPLOAD
 */
export async function storeCover(
  actor: Actor,
  bytes: Uint8Array,
): Promise<CommandResult<{ imageId: string }, CoverRefusal>> {
  if (!mayWriteArticles(actor, authorship())) return refused("forbidden");
  if (bytes.byteLength > LARGEST_UPLOAD) return refused("too_large");
  if (!(await takeUse("coverByAccount", actor.id)).ok) return refused("too_many");
  const whole = await pictureIn(bytes, COVER_SIZE);
  if (whole === null) return refused("no_picture");
  const smaller = await smallerCovers(whole);
  const imageId = await database().$transaction(async (tx) => {
    await forgetUnused(tx, actor.id);
    return insertCover(tx, actor.id, whole, smaller);
  });
  return done({ imageId });
}

/** The smaller copies of a cover of COVER_SIZE. */
export async function smallerCovers(whole: Uint8Array): Promise<Copy[]> {
  const copies = SMALLER_COVERS.map(async (width) => {
    const size = { width, height: Math.round((width * COVER_SIZE.height) / COVER_SIZE.width) };
    const bytes = await pictureIn(whole, size);
    return bytes === null ? [] : [{ ...size, bytes }];
  });
  return (await Promise.all(copies)).flat();
}

/** Writes a cover and its copies. Answers with its id. */
export async function insertCover(
  tx: Queryable,
  ownerId: string,
  whole: Uint8Array,
  smaller: readonly Copy[],
): Promise<string> {
  const id = uuidv7();
  await tx.$executeRaw`
    INSERT INTO images (id, owner_id, mime_type, width, height, bytes)
    VALUES (${id}::uuid, ${ownerId}::uuid, 'image/webp', ${COVER_SIZE.width}, ${COVER_SIZE.height}, ${whole})`;
  for (const { width, height, bytes } of smaller) {
    await tx.$executeRaw`
      INSERT INTO images (id, owner_id, mime_type, width, height, bytes, variant_of)
      VALUES (${uuidv7()}::uuid, ${ownerId}::uuid, 'image/webp', ${width}, ${height}, ${bytes}, ${id}::uuid)`;
  }
  return id;
}

/** Whether the person has stored this picture, and as a cover. */
export async function isCoverOf(tx: Queryable, imageId: string, ownerId: string): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM images WHERE id = ${imageId}::uuid AND owner_id = ${ownerId}::uuid AND variant_of IS NULL
      AND width = ${COVER_SIZE.width}`;
  return found.length === 1;
}

/** Deletes a cover with its copies, unless another article has it too. */
export async function dropCover(tx: Queryable, imageId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM images i WHERE i.id = ${imageId}::uuid AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.cover_id = i.id)`;
}

async function forgetUnused(tx: Queryable, ownerId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM images i WHERE i.owner_id = ${ownerId}::uuid AND i.variant_of IS NULL
      AND i.width = ${COVER_SIZE.width} AND i.created_at < now() - interval '1 day'
      AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.cover_id = i.id)`;
}
