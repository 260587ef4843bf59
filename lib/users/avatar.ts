import sharp from "sharp";
import { v7 as uuidv7 } from "uuid";
import { done, refused, type CommandResult } from "@/lib/command-result";
import { database, type Queryable } from "@/lib/db";
import { takeUse } from "@/lib/rate-limits";

/** Bytes. A photograph of a telephone fits. */
export const LARGEST_UPLOAD = 5_000_000;
/** Pixels in all: a small file can say that it is enormous, and would be that in memory. */
const MOST_PIXELS = 50_000_000;
const SIDE = 256;

export type AvatarRefusal = "too_large" | "no_picture" | "too_many" | "not_found";

/** What is read by its first bytes, whatever name and type came with it. No SVG: it can hold scripts. */
const SIGNATURES: ((bytes: Uint8Array) => boolean)[] = [
  (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]),
  (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  (bytes) => ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP",
  (bytes) => ascii(bytes, 4, 8) === "ftyp" && /^(avif|avis)$/.test(ascii(bytes, 8, 12)),
];

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
  if (!(await takeUse("avatarByAccount", userId)).ok) return refused("too_many");
  const square = await squareOf(bytes);
  if (square === null) return refused("no_picture");
  const imageId = uuidv7();
  return database().$transaction(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO images (id, owner_id, mime_type, width, height, bytes)
      VALUES (${imageId}::uuid, ${userId}::uuid, 'image/webp', ${SIDE}, ${SIDE}, ${square})`;
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

async function squareOf(bytes: Uint8Array): Promise<Uint8Array | null> {
  if (!SIGNATURES.some((fits) => fits(bytes))) return null;
  try {
    const square = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", pages: 1 })
      .rotate()
      .resize(SIDE, SIDE, { fit: "cover", position: "attention" })
      .webp({ quality: 84 });
    return new Uint8Array(await square.toBuffer());
  } catch (error) {
    // Whatever sharp throws here, it says of the bytes: cut off, broken, larger than the limit.
    if (error instanceof Error) return null;
    throw error;
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
