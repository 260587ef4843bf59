import type { Tone } from "@/components/ui/status-chip";
import type { ArticleState } from "@/lib/posts/schema";

export const articleTones: Record<ArticleState, Tone> = {
  draft: "neutral",
  scheduled: "busy",
  published: "good",
};

/** What the editor shows after its action. */
export interface SaveState {
  /** Code of a refusal, null when it is saved or nothing was tried. */
  refusal: string | null;
  saved: { slug: string; version: number } | null;
}

export const nothingSaved: SaveState = { refusal: null, saved: null };
