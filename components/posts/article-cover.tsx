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

/** A cover in the width that the screen needs: its address is stored-width.ts's. */
export function ArticleCover({ imageId, alt, sizes, first = false }: ArticleCoverProps) {
  return (
    <Image
      src={`/api/images/${imageId}`}
      {...COVER_SIZE}
      alt={alt}
      sizes={sizes}
      preload={first}
      loading={first ? "eager" : "lazy"}
      className="aspect-[1200/630] w-full rounded-xl border border-border bg-default object-cover"
    />
  );
}
