import { applicationEngine } from "@/lib/engine-host/application-engine";
import { serverEnding } from "@/lib/engine-host/ending";
import { LONG_TICK } from "@/lib/sending/settings";
import { tick } from "@/lib/sending/tick";

interface Waking {
  again: boolean;
  ended: Promise<void>;
}

// Next bundles this file for every route: one state for all of them.
const shared = globalThis as typeof globalThis & { posthornWaking?: Waking };

/**
 * Runs a tick in this process at once, for what a user has just asked for; ticks of other replicas may run beside it. One
 * at a time: a tick that runs is rung, and another follows it, for it may be at its end. Never throws: whatever a wake
 * does not do, the scheduler does.
 */
export function wakeEngine(): Promise<void> {
  if (serverEnding().aborted) return Promise.resolve();
  applicationEngine().bell.emit("rung");
  if (shared.posthornWaking !== undefined) {
    shared.posthornWaking.again = true;
    return shared.posthornWaking.ended;
  }
  const waking: Waking = { again: true, ended: Promise.resolve() };
  shared.posthornWaking = waking;
  waking.ended = tickWhileAsked(waking).finally(() => {
    shared.posthornWaking = undefined;
  });
  return waking.ended;
}

async function tickWhileAsked(waking: Waking): Promise<void> {
  const engine = applicationEngine();
  const signal = serverEnding();
  try {
    while (waking.again && !signal.aborted) {
      waking.again = false;
      await tick(engine, { time: LONG_TICK, signal });
    }
  } catch (error) {
    engine.report("a tick ended early", error);
  }
}
