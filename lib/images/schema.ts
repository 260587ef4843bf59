/** Bytes of a picture that is sent to be stored. Vercel takes bodies of 4.5 MB, whichever megabyte it means. */
export const LARGEST_UPLOAD = 4_500_000;

/** What a file field offers; what a file is, its bytes say. */
export const PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/avif";

/** Pixels of the cover of an article: what social networks ask of a picture beside a link. */
export const COVER_SIZE = { width: 1_200, height: 630 } as const;

/** Widths in which a cover is stored beside its own. */
export const SMALLER_COVERS = [320, 640] as const;
