import { imageIn, type SizedImage } from "@/lib/images/re-encode";
import { COVER_SIZE, SMALLER_COVERS } from "@/lib/images/schema";
import type { Queryable } from "@/lib/db";
import { insertImage } from "@/lib/posts/stored-images";

/** The smaller copies of a cover of COVER_SIZE. */
export async function smallerCovers(whole: Uint8Array): Promise<SizedImage[]> {
  const copies = SMALLER_COVERS.map(async (width) => {
    const size = { width, height: Math.round((width * COVER_SIZE.height) / COVER_SIZE.width) };
    const bytes = await imageIn(whole, size);
    return bytes === null ? [] : [{ ...size, bytes }];
  });
  return (await Promise.all(copies)).flat();
}

/** Writes a cover and its copies. Answers with its id. */
export async function insertCover(
  tx: Queryable,
  ownerId: string,
  whole: Uint8Array<ArrayBuffer>,
  smaller: readonly SizedImage[],
): Promise<string> {
  return insertImage(tx, { id: ownerId, purpose: "cover" }, { ...COVER_SIZE, bytes: whole }, smaller);
}
