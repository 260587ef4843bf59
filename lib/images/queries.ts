import { database } from "@/lib/db";

const served = ["image/webp", "image/png", "image/jpeg", "image/avif"];

export interface StoredImage {
  mimeType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A picture that pages show, by its id, in the smallest width kept that is not below the one asked for; null where
 * there is none. It never changes: a new picture has a new id.
 * @param width pixels; null for the picture itself
 */
export async function imageOf(id: string, width: number | null): Promise<StoredImage | null> {
  const columns = { mimeType: true, bytes: true } as const;
  const smaller =
    width === null
      ? null
      : await database().image.findFirst({
          where: { variantOf: id, width: { gte: width } },
          orderBy: { width: "asc" },
          select: columns,
        });
  const image = smaller ?? (await database().image.findUnique({ where: { id }, select: columns }));
  return image !== null && served.includes(image.mimeType) ? image : null;
}
