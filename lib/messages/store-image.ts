import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { mailImageIn } from "@/lib/images/re-encode";
import { LARGEST_UPLOAD, MAIL_IMAGE_SIZE } from "@/lib/images/schema";
import { takeUse } from "@/lib/security/rate-limits";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

export type ImageRefusal = "forbidden" | "too_large" | "no_image" | "too_many_images";

/**
 * Stores an image for messages, the same file once. Forgotten after a day unless a message has it by then
 * (forget-images.ts).
 * @param bytes at most LARGEST_UPLOAD
 */
export async function storeMessageImage(
  actor: Actor,
  bytes: Uint8Array,
): Promise<CommandResult<{ imageId: string }, ImageRefusal>> {
  if (!mayOwnMailings(actor)) return refused("forbidden");
  if (bytes.byteLength > LARGEST_UPLOAD) return refused("too_large");
  if (!(await takeUse("messageImageByAccount", actor.id)).ok) return refused("too_many_images");
  const hash = createHash("sha256").update(bytes).digest("hex");
  const known = await withActor<string | null, never>(actor, mayOwnMailings, async (tx) =>
    done(await storedBefore(tx, actor.id, hash)),
  );
  if (!known.ok) return known;
  if (known.value !== null) return done({ imageId: known.value });
  const image = await mailImageIn(bytes, MAIL_IMAGE_SIZE);
  if (image === null) return refused("no_image");
  return withActor<{ imageId: string }, "no_image">(actor, mayOwnMailings, async (tx) => {
    const id = uuidv7();
    const stored = await tx.$executeRaw`
      INSERT INTO images (id, owner_id, mime_type, width, height, bytes, purpose, source_hash, forget_at, unused_since)
      VALUES (${id}::uuid, ${actor.id}::uuid, ${image.mimeType}, ${image.width}, ${image.height}, ${image.bytes},
        'message', ${hash}, engine_now() + interval '1 day', engine_now())
      ON CONFLICT DO NOTHING`;
    // Sent twice at once.
    const imageId = stored === 1 ? id : await storedBefore(tx, actor.id, hash);
    return imageId === null ? refused("no_image") : done({ imageId });
  });
}

/** The image that was made of the same file, as fresh as if it was stored now; null where there is none. */
async function storedBefore(tx: Queryable, ownerId: string, hash: string): Promise<string | null> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    UPDATE images SET unused_since = CASE WHEN unused_since IS NULL THEN NULL ELSE engine_now() END,
      forget_at = CASE WHEN forget_at IS NULL THEN NULL ELSE greatest(forget_at, engine_now() + interval '1 day') END
    WHERE owner_id = ${ownerId}::uuid AND source_hash = ${hash} AND purpose = 'message' RETURNING id`;
  return found?.id ?? null;
}
