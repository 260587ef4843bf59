import { database } from "@/lib/db";

const served = ["image/webp", "image/png", "image/jpeg", "image/avif"];

export interface StoredImage {
  mimeType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A picture that pages show, by its id; null where there is none. It never changes: a new picture has a new id. */
export async function imageOf(id: string): Promise<StoredImage | null> {
  const image = await database().image.findUnique({
    where: { id },
    select: { mimeType: true, bytes: true },
  });
  return image !== null && served.includes(image.mimeType) ? image : null;
}
