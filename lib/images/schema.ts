/** Bytes of a picture that is sent to be stored. Vercel takes bodies of 4.5 MB, whichever megabyte it means. */
export const LARGEST_UPLOAD = 4_500_000;

/** What a file field offers; what a file is, its bytes say. */
export const IMAGE_TYPES = "image/jpeg,image/png,image/webp,image/avif";

/** Pixels of the cover of an article: what social networks ask of a picture beside a link. */
export const COVER_SIZE = { width: 1_200, height: 630 } as const;

/** Widths in which a cover is stored beside its own. */
export const SMALLER_COVERS = [320, 640] as const;

/** Pixels into which a picture within an article fits: twice the width of its text, for screens with small pixels. */
export const PICTURE_SIZE = { width: 1_600, height: 1_600 } as const;

/** Widths in which it is stored beside its own, as far as they are smaller. */
export const SMALLER_PICTURES = [400, 800] as const;

/** Pixels into which an image of a message fits: twice the width of an email's column, for screens with small pixels. */
export const MAIL_IMAGE_SIZE = { width: 1_200, height: 2_400 } as const;
