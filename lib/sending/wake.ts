import { applicationEngine } from "@/lib/sending/application-engine";
import { LONG_TICK } from "@/lib/sending/settings";
import { tick } from "@/lib/sending/tick";
import { hasSiblings, onSiblingMessage, runsEngine, tellSiblings, whenEnding } from "@/lib/siblings";

const WAKE = "wake-engine";

interface Waking {
  again: boolean;
  ended: Promise<void>;
  /** Aborted when the application ends. */
  ending: AbortController;
}

const shared = globalThis as typeof globalThis & { posthornWaking?: Waking; posthornEnding?: boolean };

/**
 * Runs a tick at once, for what a person has just asked for, or has the process run it that runs the engine. One at a
 * time: a tick that runs is told to look, and another follows it, for it may be at its end. Never throws: whatever a wake
 * does not do, the scheduler does.
 */
export function wakeEngine(): Promise<void> {
  return runsEngine() ? wakeHere() : tellSiblings(WAKE, null);
}

/** Has the engine of this process woken by what other processes are asked for. Call it once. */
export function wakeForSiblings(): void {
  if (!hasSiblings()) return;
  onSiblingMessage(WAKE, () => {
    // Not awaited: they need not wait for the tick.
    if (runsEngine()) void wakeHere();
  });
  whenEnding(async () => {
    shared.posthornEnding = true;
    shared.posthornWaking?.ending.abort();
    await shared.posthornWaking?.ended;
  });
}

function wakeHere(): Promise<void> {
  // Nobody would wait for a tick that begins now.
  if (shared.posthornEnding === true) return Promise.resolve();
  applicationEngine().bell.emit("rung");
  if (shared.posthornWaking !== undefined) {
    shared.posthornWaking.again = true;
    return shared.posthornWaking.ended;
  }
  const waking: Waking = { again: true, ended: Promise.resolve(), ending: new AbortController() };
  shared.posthornWaking = waking;
  waking.ended = tickWhileAsked(waking).finally(() => {
    shared.posthornWaking = undefined;
  });
  return waking.ended;
}

async function tickWhileAsked(waking: Waking): Promise<void> {
  const engine = applicationEngine();
  try {
    while (waking.again && !waking.ending.signal.aborted) {
      waking.again = false;
      await tick(engine, { time: LONG_TICK, signal: waking.ending.signal });
    }
  } catch (error) {
    engine.report("a tick ended early", error);
  }
}
