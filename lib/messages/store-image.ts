import { v7 as uuidv7 } from "uuid";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { mailImageIn } from "@/lib/images/re-encode";
import { LARGEST_UPLOAD, MAIL_IMAGE_SIZE } from "@/lib/images/schema";
import { takeUse } from "@/lib/security/rate-limits";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

export type ImageRefusal = "forbidden" | "too_large" | "no_image" | "too_many_images";

/**
 * Stores an image for messages. Forgotten after a day unless a message is saved with it; kept for good from then on,
 * for mails that have left show it.
 * @param bytes at most LARGEST_UPLOAD
 */
export async function storeMessageImage(
  actor: Actor,
  bytes: Uint8Array,
): Promise<CommandResult<{ imageId: string }, ImageRefusal>> {
  if (!mayOwnMailings(actor)) return refused("forbidden");
  if (bytes.byteLength > LARGEST_UPLOAD) return refused("too_large");
  if (!(await takeUse("messageImageByAccount", actor.id)).ok) return refused("too_many_images");
  const image = await mailImageIn(bytes, MAIL_IMAGE_SIZE);
  if (image === null) return refused("no_image");
  return withActor(actor, mayOwnMailings, async (tx) => {
    const id = uuidv7();
    await tx.$executeRaw`
      INSERT INTO images (id, owner_id, mime_type, width, height, bytes, purpose, forget_at)
      VALUES (${id}::uuid, ${actor.id}::uuid, ${image.mimeType}, ${image.width}, ${image.height}, ${image.bytes},
        'message', engine_now() + interval '1 day')`;
    return done({ imageId: id });
  });
}
