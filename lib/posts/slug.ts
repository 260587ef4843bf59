import slugify from "@sindresorhus/slugify";
import { LONGEST_SLUG, TAKEN_BY_LIST } from "@/lib/posts/schema";

/** What an article is called in its address where its title has no letter that could stand there. */
const NAMELESS = "article";
/** Room for a number behind it. */
const LONGEST = LONGEST_SLUG - 6;

/** The slug of a title: small Latin letters, digits and dashes; Cyrillic is written in Latin letters. Pure. */
export function slugOf(title: string): string {
  const whole = slugify(title);
  if (whole.length <= LONGEST) return whole === "" || whole === TAKEN_BY_LIST ? NAMELESS : whole;
  const cut = whole.slice(0, LONGEST + 1);
  // At a word's end, where there is one.
  return cut.slice(0, cut.lastIndexOf("-") > 0 ? cut.lastIndexOf("-") : LONGEST);
}

/** The slug itself or the first of slug-2, slug-3 … that nobody has. Pure. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  for (let n = 2; ; n += 1) if (!taken.has(`${slug}-${n}`)) return `${slug}-${n}`;
}
