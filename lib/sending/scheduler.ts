import { z } from "zod";
import { env } from "@/lib/env";
import { pauseAfterFailures, schedulerPause } from "@/lib/sending/settings";

const ANY_ADDRESS = new Set(["0.0.0.0", "::"]);
/** The application listens a moment after its process began. */
const FIRST_CALL = 1_500;

const answerOfTick = z.object({ nextIn: z.number().nullable(), end: z.string() });

/**
 * Calls the application's own cron route as Vercel's cron would: soon after the start, at every full minute,
 * and when the last tick said that something is due. One call at a time, for a tick looks for what falls due
 * every second; one that ends for want of time is followed at once, and one that fails soon.
 */
export function startScheduler(): void {
  if (!env().SCHEDULER) return;
  let failures = 0;
  const call = async () => {
    let pause: number;
    try {
      const tick = await callRoute();
      failures = 0;
      pause = schedulerPause(tick, Date.now());
    } catch (error) {
      // One line: while the server starts or ends this is an ordinary thing.
      console.error(`the scheduler's call failed: ${error instanceof Error ? error.message : String(error)}`);
      failures += 1;
      pause = pauseAfterFailures(failures, Date.now());
    }
    setTimeout(() => void call(), pause).unref();
  };
  setTimeout(() => void call(), FIRST_CALL).unref();
}

/**
 * Runs a tick and reads what it answers.
 * @throws Error where the route does not answer or the tick failed
 */
async function callRoute(): Promise<z.infer<typeof answerOfTick>> {
  const { HOST, PORT, CRON_SECRET } = env();
  const host = ANY_ADDRESS.has(HOST) ? "127.0.0.1" : HOST.includes(":") ? `[${HOST}]` : HOST;
  const answer = await fetch(`http://${host}:${PORT}/api/cron/mailings`, {
    headers: { Authorization: `Bearer ${CRON_SECRET}` },
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`it was answered ${answer.status}`);
  return answerOfTick.parse(body);
}
