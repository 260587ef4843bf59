import { env } from "@/lib/env";
import { ownCache } from "@/lib/cache/own-cache";

const TIMEOUT_MS = 2_000;

/**
 * Has cached reads made anew. From any process: in the application's own it goes straight to its cache, for a tick is
 * not always a request that Next would let refresh by itself; another asks the application. Where nobody answers,
 * cached reads are renewed within a minute by their age, so a failure is none of the caller's.
 */
export async function refreshTags(tags: string[]): Promise<void> {
  if (tags.length === 0) return;
  const own = ownCache();
  if (own) return own.refresh(tags);
  for (let from = 0; from < tags.length; from += MOST_TAGS) await ask(tags.slice(from, from + MOST_TAGS));
}

/** As many as /api/revalidate takes at once. */
export const MOST_TAGS = 100;

async function ask(tags: string[]): Promise<void> {
  const { APP_URL, CRON_SECRET } = env();
  try {
    const answer = await fetch(`${APP_URL}/api/revalidate`, {
      method: "POST",
      headers: { Authorization: `Bearer ${CRON_SECRET}`, "Content-Type": "application/json" },
      body: JSON.stringify({ tags }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    if (!answer.ok) console.error(`cached pages could not be refreshed: HTTP ${answer.status}`);
  } catch (error) {
    // Nobody listens while only a command runs: that is an ordinary day.
    if (!(error instanceof TypeError)) console.error("cached pages could not be refreshed", error);
  }
}
