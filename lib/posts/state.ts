import type { Prisma } from "@prisma/client";
import type { ArticleState } from "@/lib/posts/schema";

interface Stored {
  status: ArticleState;
  publishedAt: Date | null;
}

/** What an article is at an instant: one that was scheduled is published when its time has come. Pure. */
export function stateOf({ status, publishedAt }: Stored, now: Date): ArticleState {
  if (status === "draft" || publishedAt === null) return "draft";
  return publishedAt <= now ? "published" : "scheduled";
}

/** Which articles are that at an instant. Pure. */
export function ofState(state: ArticleState, now: Date): Prisma.PostWhereInput {
  if (state === "draft") return { status: "draft" };
  const publishedAt = state === "published" ? { lte: now } : { gt: now };
  return { status: { in: ["scheduled", "published"] }, publishedAt };
}
