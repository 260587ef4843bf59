import { env } from "@/lib/env";

const TIMEOUT_MS = 2_000;

/**
 * Asks the application to refresh cached reads. From any process, the application's own included: a tick is
 * not always a request that Next would let refresh by itself. Where nobody answers, cached reads are renewed
 * within a minute by their age, so a failure is none of the caller's.
 */
export async function refreshTags(tags: string[]): Promise<void> {
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
