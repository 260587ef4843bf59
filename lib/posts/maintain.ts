import { showDueArticles } from "@/lib/posts/due";
import { flushViews } from "@/lib/posts/flush-views";
import { forgetUnusedImages } from "@/lib/posts/stored-images";

/**
 * What is done for posts before every tick. Never throws: mailings go out whatever becomes of it, and the next
 * call does what this one left.
 *
 * @param report told once of each part that failed
 */
export async function maintainPosts(report: (message: string, error: unknown) => void): Promise<void> {
  await showDueArticles().catch((error: unknown) => {
    report("articles whose time has come could not be shown", error);
  });
  await flushViews().catch((error: unknown) => {
    report("views of articles still wait in Redis", error);
  });
  await forgetUnusedImages().catch((error: unknown) => {
    report("pictures that no article has taken could not be deleted", error);
  });
}
