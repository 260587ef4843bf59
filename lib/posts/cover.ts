import { pictureIn, type SizedPicture } from "@/lib/images/picture";
import { COVER_SIZE, SMALLER_COVERS } from "@/lib/images/schema";
import type { Queryable } from "@/lib/db";
import { insertPicture } from "@/lib/posts/stored-pictures";

/** The smaller copies of a cover of COVER_SIZE. */
export async function smallerCovers(whole: Uint8Array): Promise<SizedPicture[]> {
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
  whole: Uint8Array<ArrayBuffer>,
  smaller: readonly SizedPicture[],
): Promise<string> {
  return insertPicture(tx, { id: ownerId, purpose: "cover" }, { ...COVER_SIZE, bytes: whole }, smaller);
}
