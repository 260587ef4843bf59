import { applicationEngine } from "@/lib/sending/application-engine";
import { LONG_TICK } from "@/lib/sending/settings";
import { tick } from "@/lib/sending/tick";

interface Waking {
  again: boolean;
  ended: Promise<void>;
}

const shared = globalThis as typeof globalThis & { posthornWaking?: Waking };

/**
 * Runs a tick at once, for what a person has just asked for. One at a time in a process: a tick that runs is
 * told to look, and another follows it, for it may be at its end. Never throws: whatever a wake does not do, the
 * scheduler does.
 */
export function wakeEngine(): Promise<void> {
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
  try {
    while (waking.again) {
      waking.again = false;
      await tick(engine, { time: LONG_TICK });
    }
  } catch (error) {
    engine.report("a tick ended early", error);
  }
}
