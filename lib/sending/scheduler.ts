import { z } from "zod";
import { env } from "@/lib/env";
import { runDue } from "@/lib/sending/run-due";
import { pauseAfterFailures, schedulerPause } from "@/lib/sending/settings";
import { hasSiblings, whenEnding, whenEngineIsHere } from "@/lib/siblings";

const ANY_ADDRESS = new Set(["0.0.0.0", "::"]);
/** The application listens a moment after its process began. */
const FIRST_CALL = 1_500;

const answerOfTick = z.object({ nextIn: z.number().nullable(), end: z.string() });
type Tick = z.infer<typeof answerOfTick>;

/**
 * Runs what is due as Vercel's cron would: soon after the start, at every full minute, and when the last tick said that
 * something is due. One at a time, for a tick looks for what falls due every second; one that ends for want of time is
 * followed at once, and one that fails soon. Of several processes behind one port, the engine's alone.
 */
export function startScheduler(): void {
  if (!env().SCHEDULER) return;
  whenEngineIsHere(() => {
    if (hasSiblings()) beginHere();
    else begin(callRoute);
  });
}

/** The route is anybody's of several, so the tick runs here, and ends in order with the application. */
function beginHere(): void {
  const ending = new AbortController();
  const last = begin(() => runDue(ending.signal), ending.signal);
  whenEnding(async () => {
    ending.abort();
    await last();
  });
}

/** Begins to run ticks. The function that comes back waits for the one that runs at that moment, and never throws. */
function begin(run: () => Promise<Tick>, ending?: AbortSignal): () => Promise<void> {
  let failures = 0;
  let current = Promise.resolve();
  const call = async () => {
    if (ending?.aborted) return;
    let pause: number;
    try {
      const tick = await run();
      failures = 0;
      pause = schedulerPause(tick, Date.now());
    } catch (error) {
      // One line: while the server starts or ends this is an ordinary thing.
      console.error(`the scheduler's call failed: ${error instanceof Error ? error.message : String(error)}`);
      failures += 1;
      pause = pauseAfterFailures(failures, Date.now());
    }
    callIn(pause);
  };
  const callIn = (pause: number) => {
    const next = () => {
      current = call();
    };
    setTimeout(next, pause).unref();
  };
  callIn(FIRST_CALL);
  return () => current;
}

/**
 * Asks the application's own cron route, which Next ends in order with the application, and reads what it answers.
 * @throws Error where the route does not answer or the tick failed
 */
async function callRoute(): Promise<Tick> {
  const { HOST, PORT, CRON_SECRET } = env();
  const host = ANY_ADDRESS.has(HOST) ? "127.0.0.1" : HOST.includes(":") ? `[${HOST}]` : HOST;
  const answer = await fetch(`http://${host}:${PORT}/api/cron/mailings`, {
    headers: { Authorization: `Bearer ${CRON_SECRET}` },
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`it was answered ${answer.status}`);
  return answerOfTick.parse(body);
}
