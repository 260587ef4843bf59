"use client";

import Image from "next/image";
import { COVER_SIZE } from "@/lib/images/schema";

interface ArticleCoverProps {
  imageId: string;
  alt: string;
  /** How wide it is shown, as the attribute of the same name says it. */
  sizes: string;
  /** Seen first of all: loaded at once. */
  first?: boolean;
}

/** A cover in the width that the screen needs. They are stored in all of them, so nothing has to be made of one. */
export function ArticleCover({ imageId, alt, sizes, first = false }: ArticleCoverProps) {
  return (
    <Image
      src={`/api/images/${imageId}`}
      loader={({ src, width }) => `${src}?width=${width}`}
      {...COVER_SIZE}
      alt={alt}
      sizes={sizes}
      preload={first}
      loading={first ? "eager" : "lazy"}
      className="aspect-[1200/630] w-full rounded-xl border border-border bg-default object-cover"
    />
  );
}
