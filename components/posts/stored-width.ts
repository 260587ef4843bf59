"use client";

import type { ImageLoaderProps } from "next/image";

/**
 * Where a picture is found in a width. next.config.ts names it as the loader of all of them: they are stored in every
 * width that a page asks for, and with a loader of its own Next's image route, which works on request, is shut.
 */
export default function storedWidth({ src, width }: ImageLoaderProps): string {
  return `${src}?width=${width}`;
}
