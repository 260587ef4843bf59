import sharp from "sharp";

/** Pixels in all: a small file can say that it is enormous, and would be that in memory. */
const MOST_PIXELS = 50_000_000;
const QUALITY = 84;

/** What is read by its first bytes, whatever name and type came with it. No SVG: it can hold scripts. */
const SIGNATURES: ((bytes: Uint8Array) => boolean)[] = [
  (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]),
  (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  (bytes) => ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP",
  (bytes) => ascii(bytes, 4, 8) === "ftyp" && /^(avif|avis)$/.test(ascii(bytes, 8, 12)),
];

export interface PictureSize {
  width: number;
  height: number;
}

/**
 * A picture that somebody sent, written anew as WebP: read as JPEG, PNG, WebP or AVIF, turned as the camera says,
 * cut to the size asked for. Nothing of the file itself is kept, so neither places nor whatever was hidden in it.
 * @returns null where the bytes are no picture
 */
export async function pictureIn(
  bytes: Uint8Array,
  { width, height }: PictureSize,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!SIGNATURES.some((fits) => fits(bytes))) return null;
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", pages: 1 })
      .rotate()
      .resize(width, height, { fit: "cover", position: "attention" })
      .webp({ quality: QUALITY });
    return new Uint8Array(await picture.toBuffer());
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
