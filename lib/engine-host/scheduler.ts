import { z } from "zod";
import { serverEnding } from "@/lib/engine-host/ending";
import { env } from "@/lib/env";
import { answerText } from "@/lib/http/bounded-answer";
import { failuresAfter, pauseAfterFailures, schedulerPause } from "@/lib/sending/settings";

const ANY_ADDRESS = new Set(["0.0.0.0", "::"]);
/** The application listens a moment after its process began. */
const FIRST_CALL = 1_500;

const answerOfFailure = z.object({ sent: z.boolean().catch(false) });
const answerOfTick = z.object({ nextIn: z.number().nullable(), end: z.string() });
type Tick = z.infer<typeof answerOfTick>;

/**
 * Runs what is due as Vercel's cron would: soon after the start, at every full minute, and when the last tick said that
 * something is due. One at a time, for a tick checks for what falls due every second; one that ends for want of time is
 * followed at once, and one that fails soon. Every replica may have its own.
 */
export function startScheduler(): void {
  if (!env().SCHEDULER) return;
  let failures = 0;
  const call = async () => {
    if (serverEnding().aborted) return;
    let pause: number;
    try {
      const tick = await callRoute();
      failures = 0;
      pause = schedulerPause(tick, Date.now());
    } catch (error) {
      // One line: while the server starts or ends this is an ordinary thing.
      console.error(`the scheduler's call failed: ${error instanceof Error ? error.message : String(error)}`);
      failures = failuresAfter(failures, error instanceof TickFailedError && error.sent);
      pause = pauseAfterFailures(failures, Date.now(), Math.random());
    }
    callIn(pause);
  };
  const callIn = (pause: number) => {
    setTimeout(() => void call(), pause).unref();
  };
  callIn(FIRST_CALL);
}

class TickFailedError extends Error {
  override readonly name = "TickFailedError";
  constructor(
    status: number,
    /** Whether emails went out before it failed. */
    readonly sent: boolean,
  ) {
    super(`it was answered ${status}`);
  }
}

/**
 * Asks the application's own cron route, for which Next waits when the server ends, and reads what it answers.
 * @throws Error where the route does not answer or the tick failed
 */
async function callRoute(): Promise<Tick> {
  const { HOST, PORT, CRON_SECRET } = env();
  const host = ANY_ADDRESS.has(HOST) ? "127.0.0.1" : HOST.includes(":") ? `[${HOST}]` : HOST;
  const answer = await fetch(`http://${host}:${PORT}/api/cron/mailings`, {
    headers: { Authorization: `Bearer ${CRON_SECRET}` },
  });
  const body: unknown = JSON.parse(await answerText(answer));
  if (!answer.ok) throw new TickFailedError(answer.status, answerOfFailure.parse(body).sent);
  return answerOfTick.parse(body);
}
