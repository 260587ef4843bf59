import { z } from "zod";
import { env } from "@/lib/env";
import { schedulerPause } from "@/lib/sending/settings";

const ANY_ADDRESS = new Set(["0.0.0.0", "::"]);
/** The application listens a moment after its process began. */
const FIRST_CALL = 1_500;

const answerOfTick = z.object({ nextIn: z.number().nullable(), end: z.string() });

/**
 * Calls the application's own cron route as Vercel's cron would: soon after the start, at every full minute,
 * and when the last tick said that something is due. One call at a time, for a tick looks for what falls due
 * every second; one that ends for want of time is followed at once.
 */
export function startScheduler(): void {
  if (!env().SCHEDULER) return;
  const call = async () => {
    let pause = schedulerPause(null, Date.now());
    try {
      pause = await callRoute();
    } catch (error) {
      // One line: while the server starts or ends this is an ordinary thing.
      console.error(`the scheduler's call failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    setTimeout(() => void call(), pause).unref();
  };
  setTimeout(() => void call(), FIRST_CALL).unref();
}

/** Runs a tick; how long to wait before the next one. */
async function callRoute(): Promise<number> {
  const { HOST, PORT, CRON_SECRET } = env();
  const host = ANY_ADDRESS.has(HOST) ? "127.0.0.1" : HOST.includes(":") ? `[${HOST}]` : HOST;
  const answer = await fetch(`http://${host}:${PORT}/api/cron/mailings`, {
    headers: { Authorization: `Bearer ${CRON_SECRET}` },
  });
  const body: unknown = await answer.json();
  if (!answer.ok) console.error(`the scheduler's call was answered ${answer.status}`);
  return schedulerPause(answerOfTick.safeParse(body).data ?? null, Date.now());
}
