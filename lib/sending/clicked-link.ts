import { beginningOf } from "@/lib/storable-text";

const LONGEST = 500;
const UNSUBSCRIBE = /^(https?:\/\/[^/?#]+(?:\/[a-z]{2})?\/unsubscribe)\/.*/s;

/**
 * A link that somebody clicked, as reports tell links apart. Links to unsubscribe differ from email to email and would
 * unsubscribe whoever follows them: all are one. Without what comes after #, which no server sees.
 */
export function clickedLink(link: string | null | undefined): string | null {
  if (link === null || link === undefined) return null;
  return beginningOf(link.replace(/#.*$/s, "").replace(UNSUBSCRIBE, "$1"), LONGEST) || null;
}
