import sharp from "sharp";
import { COVER_SIZE } from "@/lib/images/schema";

/** JPEG of 1,500 by 900 pixels. */
export function photo(): Promise<Buffer> {
  const create = { width: COVER_SIZE.width + 300, height: 900, channels: 3, background: "#23407a" } as const;
  return sharp({ create }).jpeg().toBuffer();
}
