import type { Prisma } from "@prisma/client";
import { v7 as uuidv7 } from "uuid";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { imageIn } from "@/lib/images/re-encode";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { takeUse } from "@/lib/security/rate-limits";
import { anyRole, type Actor } from "@/lib/users/policy";

const SIDE = 256;

export type AvatarRefusal = "too_large" | "no_image" | "too_many_images" | "forbidden";

/**
 * Makes an image the user's own: read as JPEG, PNG, WebP or AVIF, turned as the camera says, cut to a square,
 * written anew as WebP. Nothing of the file itself is kept, so neither places nor whatever was hidden in it.
 * @param bytes at most LARGEST_UPLOAD
 */
export async function setAvatar(
  actor: Actor,
  bytes: Uint8Array,
): Promise<CommandResult<{ imageId: string }, AvatarRefusal>> {
  if (bytes.byteLength > LARGEST_UPLOAD) return refused("too_large");
  if (!(await takeUse("avatarByAccount", actor.id)).ok) return refused("too_many_images");
  const square = await imageIn(bytes, { width: SIDE, height: SIDE });
  if (square === null) return refused("no_image");
  const imageId = uuidv7();
  return withActor(actor, anyRole, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO images (id, owner_id, mime_type, width, height, bytes, purpose)
      VALUES (${imageId}::uuid, ${actor.id}::uuid, 'image/webp', ${SIDE}, ${SIDE}, ${square}, 'avatar')`;
    await replaceAvatar(tx, actor.id, imageId);
    return done({ imageId });
  });
}

/** Removes the user's own image, and its bytes. */
export function removeAvatar(actor: Actor): Promise<CommandResult<null, "forbidden">> {
  return withActor(actor, anyRole, async (tx) => {
    await replaceAvatar(tx, actor.id, null);
    return done(null);
  });
}

/** Deletes the image before it. The user's row must be locked. */
async function replaceAvatar(
  tx: Prisma.TransactionClient,
  userId: string,
  imageId: string | null,
): Promise<void> {
  const { avatarId } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { avatarId: true } });
  await tx.$executeRaw`
    UPDATE users SET avatar_id = ${imageId}::uuid, updated_at = engine_now() WHERE id = ${userId}::uuid`;
  await tx.$executeRaw`DELETE FROM images WHERE id = ${avatarId}::uuid AND owner_id = ${userId}::uuid`;
}
