import { revalidateTag } from "next/cache";
import { ownCache } from "@/lib/cache/own-cache";

/**
 * In a route handler: whoever reads after this has answered reads anew. Next itself waits for its cache only when an
 * action calls updateTag; what a route refreshes it would finish after the answer.
 */
export async function revalidateTags(tags: readonly string[]): Promise<void> {
  const own = ownCache();
  if (own) return own.refresh(tags);
  for (const tag of tags) revalidateTag(tag, { expire: 0 });
}
