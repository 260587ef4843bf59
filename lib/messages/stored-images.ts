import type { Queryable } from "@/lib/db";
import { namedImages, type StoredImages } from "@/lib/messages/named-images";

/** The images that a source names, as far as they are there, and whether all are. */
export async function imagesIn(
  db: Queryable,
  source: string,
): Promise<{ images: StoredImages; isWhole: boolean }> {
  const ids = namedImages(source);
  if (ids.length === 0) return { images: new Map(), isWhole: true };
  const rows = await db.$queryRaw<{ id: string; width: number; height: number }[]>`
    SELECT id, width, height FROM images WHERE id = ANY(${ids}::uuid[])`;
  const images = new Map(rows.map(({ id, width, height }) => [id, { width, height }]));
  return { images, isWhole: ids.every((id) => images.has(id)) };
}

/**
 * Notes that an owner's images stand in a message. Whoever is about to forget one holds its row, and is waited for: read
 * them after this.
 */
export async function retainImages(tx: Queryable, ownerId: string, source: string): Promise<void> {
  const ids = namedImages(source);
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE images SET unused_since = NULL
    WHERE id IN (SELECT id FROM images WHERE id = ANY(${ids}::uuid[]) AND owner_id = ${ownerId}::uuid
      AND purpose = 'message' ORDER BY id FOR UPDATE)`;
}
