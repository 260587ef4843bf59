import sharp, { type ResizeOptions, type Sharp, type SharpOptions } from "sharp";

/** Pixels in all: a small file can say that it is enormous, and would be that in memory. */
const MOST_PIXELS = 50_000_000;
/** Pixels of a side: a strip of one pixel by fifty million takes minutes to scale. */
const LONGEST_SIDE = 20_000;
const QUALITY = 84;
const LIMITS: SharpOptions = { limitInputPixels: MOST_PIXELS, failOn: "error", pages: 1 };

/** What is read by its first bytes, whatever name and type came with it. No SVG: it can hold scripts. */
const SIGNATURES: ((bytes: Uint8Array) => boolean)[] = [
  (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]),
  (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  (bytes) => ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP",
  (bytes) => ascii(bytes, 4, 8) === "ftyp" && /^(avif|avis)$/.test(ascii(bytes, 8, 12)),
];

export interface ImageSize {
  width: number;
  height: number;
}

export interface SizedImage extends ImageSize {
  bytes: Uint8Array<ArrayBuffer>;
}

/** How long one may take to be read: a small file can take very long. */
const MOST_SECONDS = 20;

/** One at a time: each may take some hundred megabytes while it is read. */
let before: Promise<unknown> = Promise.resolve();

/**
 * A picture that somebody sent, written anew as WebP: read as JPEG, PNG, WebP or AVIF, turned as the camera says,
 * cut to the size asked for. Nothing of the file itself is kept, so neither places nor whatever was hidden in it.
 * @returns null where the bytes are no picture
 */
export async function imageIn(
  bytes: Uint8Array,
  { width, height }: ImageSize,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const made = await rewritten(bytes, { width, height, fit: "cover", position: "attention" });
  return made?.bytes ?? null;
}

/** The same of a whole picture, no larger than asked for and no larger than it is. */
export async function wholeImageIn(
  bytes: Uint8Array,
  { width, height }: ImageSize,
): Promise<SizedImage | null> {
  return rewritten(bytes, { width, height, fit: "inside", withoutEnlargement: true });
}

/** The same for emails, as JPEG, or as PNG where parts of it are transparent: Outlook on Windows shows no WebP. */
export async function mailImageIn(
  bytes: Uint8Array,
  { width, height }: ImageSize,
): Promise<(SizedImage & { mimeType: "image/jpeg" | "image/png" }) | null> {
  const size: ResizeOptions = { width, height, fit: "inside", withoutEnlargement: true };
  const made = await rewritten(bytes, size, async (image) =>
    (await sharp(bytes, LIMITS).stats()).isOpaque
      ? image.flatten({ background: "#ffffff" }).jpeg({ quality: QUALITY, mozjpeg: true })
      : image.png({ palette: true, quality: 90 }),
  );
  return made && { ...made, mimeType: made.bytes[0] === 0x89 ? "image/png" : "image/jpeg" };
}

/** How an image is written. */
type Writer = (image: Sharp) => Sharp | Promise<Sharp>;

const asWebp: Writer = (image) => image.webp({ quality: QUALITY });

async function rewritten(
  bytes: Uint8Array,
  size: ResizeOptions,
  write: Writer = asWebp,
): Promise<SizedImage | null> {
  if (!SIGNATURES.some((fits) => fits(bytes))) return null;
  const made = before.then(() => decoded(bytes, size, write));
  before = made.catch(() => null);
  return made;
}

async function decoded(bytes: Uint8Array, size: ResizeOptions, write: Writer): Promise<SizedImage | null> {
  try {
    // Reads the header alone.
    const { width, height } = await sharp(bytes, LIMITS).metadata();
    if (Math.max(width, height) > LONGEST_SIDE) return null;
    const image = sharp(bytes, LIMITS).timeout({ seconds: MOST_SECONDS }).rotate().resize(size);
    const { data, info } = await (await write(image)).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, bytes: new Uint8Array(data) };
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
