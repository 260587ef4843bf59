import type { Tone } from "@/components/ui/status-chip";
import { articleFieldNames, type ArticleFields, type ArticleState } from "@/lib/posts/schema";

export const articleTones: Record<ArticleState, Tone> = {
  draft: "neutral",
  scheduled: "busy",
  published: "good",
};

/** Whether what stands in the fields is something else than what is saved; words for a cover that is none do not count. */
export function isUnsaved(fields: ArticleFields, saved: ArticleFields): boolean {
  return articleFieldNames
    .filter((name) => name !== "coverAlt" || fields.coverId !== "")
    .some((name) => fields[name] !== saved[name]);
}
