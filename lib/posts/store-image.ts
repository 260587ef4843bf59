import { done, refused, type CommandResult } from "@/lib/commands/result";
import { imageIn, wholeImageIn, type SizedImage } from "@/lib/images/re-encode";
import { COVER_SIZE, LARGEST_UPLOAD, PICTURE_SIZE, SMALLER_PICTURES } from "@/lib/images/schema";
import { authorship } from "@/lib/posts/authorship";
import { smallerCovers } from "@/lib/posts/cover";
import { asWriter } from "@/lib/posts/locked-article";
import { mayWriteArticles } from "@/lib/posts/policy";
import { insertImage, type ImagePurpose } from "@/lib/posts/stored-images";
import { takeUse } from "@/lib/security/rate-limits";
import type { Actor } from "@/lib/users/policy";

export type ImageRefusal = "forbidden" | "too_large" | "no_image" | "too_many_images";

/**
 * Stores a picture for an article, in several widths: as a cover, cut to COVER_SIZE, or whole, to stand in a text. It
 * belongs to no article before one is saved with its id; what never was is forgotten after a day.
 * @param bytes at most LARGEST_UPLOAD
 */
export async function storeImage(
  actor: Actor,
  purpose: ImagePurpose,
  bytes: Uint8Array,
): Promise<CommandResult<{ imageId: string }, ImageRefusal>> {
  if (!mayWriteArticles(actor, authorship())) return refused("forbidden");
  if (bytes.byteLength > LARGEST_UPLOAD) return refused("too_large");
  if (!(await takeUse("articleImageByAccount", actor.id)).ok) return refused("too_many_images");
  const copies = await (purpose === "cover" ? coverIn(bytes) : textImageIn(bytes));
  if (copies === null) return refused("no_image");
  return asWriter(actor, async (tx) => {
    const owner = { id: actor.id, purpose };
    return done({ imageId: await insertImage(tx, owner, copies.whole, copies.smaller) });
  });
}

interface Copies {
  whole: SizedImage;
  smaller: SizedImage[];
}

async function coverIn(bytes: Uint8Array): Promise<Copies | null> {
  const whole = await imageIn(bytes, COVER_SIZE);
  return whole && { whole: { ...COVER_SIZE, bytes: whole }, smaller: await smallerCovers(whole) };
}

async function textImageIn(bytes: Uint8Array): Promise<Copies | null> {
  const whole = await wholeImageIn(bytes, PICTURE_SIZE);
  if (whole === null) return null;
  const smaller: SizedImage[] = [];
  for (const width of SMALLER_PICTURES.filter((one) => one < whole.width)) {
    const copy = await wholeImageIn(whole.bytes, { width, height: PICTURE_SIZE.height });
    // A very high one is as high as it may be before it is as wide: then it is another copy of the same width.
    if (copy !== null && copy.width === width) smaller.push(copy);
  }
  return { whole, smaller };
}
