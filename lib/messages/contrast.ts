/** What text needs to be read (WCAG 2.2, 1.4.3). */
export const READABLE = 4.5;

/** Contrast of two colours #rrggbb, from 1 to 21 (WCAG 2.2). Pure. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colour of text on a ground: the wished one where it can be read, white or near black otherwise. */
export function readableOn(ground: string, wished = "#ffffff"): string {
  if (contrast(ground, wished) >= READABLE) return wished;
  return contrast(ground, "#ffffff") >= contrast(ground, "#15171c") ? "#ffffff" : "#15171c";
}
