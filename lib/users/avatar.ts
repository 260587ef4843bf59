import { v7 as uuidv7 } from "uuid";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { database, type Queryable } from "@/lib/db";
import { pictureIn } from "@/lib/images/picture";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { takeUse } from "@/lib/security/rate-limits";

const SIDE = 256;

export type AvatarRefusal = "too_large" | "no_image" | "too_many_images" | "not_found";

/**
 * Makes a picture the person's own: read as JPEG, PNG, WebP or AVIF, turned as the camera says, cut to a square,
 * written anew as WebP. Nothing of the file itself is kept, so neither places nor whatever was hidden in it.
 * @param bytes at most LARGEST_UPLOAD
 */
export async function setAvatar(
  userId: string,
  bytes: Uint8Array,
): Promise<CommandResult<{ imageId: string }, AvatarRefusal>> {
  if (bytes.byteLength > LARGEST_UPLOAD) return refused("too_large");
  if (!(await takeUse("avatarByAccount", userId)).ok) return refused("too_many_images");
  const square = await pictureIn(bytes, { width: SIDE, height: SIDE });
  if (square === null) return refused("no_image");
  const imageId = uuidv7();
  return database().$transaction(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO images (id, owner_id, mime_type, width, height, bytes, purpose)
      VALUES (${imageId}::uuid, ${userId}::uuid, 'image/webp', ${SIDE}, ${SIDE}, ${square}, 'avatar')`;
    if (await replaceAvatar(tx, userId, imageId)) return done({ imageId });
    await tx.$executeRaw`DELETE FROM images WHERE id = ${imageId}::uuid`;
    return refused("not_found");
  });
}

/** Takes a person's picture away, and its bytes. */
export async function removeAvatar(userId: string): Promise<CommandResult<null, AvatarRefusal>> {
  const removed = await database().$transaction((tx) => replaceAvatar(tx, userId, null));
  return removed ? done(null) : refused("not_found");
}

/** False when the account is gone or closed. The picture before it is deleted. */
async function replaceAvatar(tx: Queryable, userId: string, imageId: string | null): Promise<boolean> {
  const [user] = await tx.$queryRaw<{ avatarId: string | null }[]>`
    SELECT avatar_id AS "avatarId" FROM users WHERE id = ${userId}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`;
  if (user === undefined) return false;
  await tx.$executeRaw`
    UPDATE users SET avatar_id = ${imageId}::uuid, updated_at = engine_now() WHERE id = ${userId}::uuid`;
  await tx.$executeRaw`DELETE FROM images WHERE id = ${user.avatarId}::uuid AND owner_id = ${userId}::uuid`;
  return true;
}
