import { applicationEngine } from "@/lib/sending/application-engine";
import { LONG_TICK } from "@/lib/sending/settings";
import { tick } from "@/lib/sending/tick";

/**
 * Runs a tick at once, for what a person has just asked for; beside others it is harmless. Never throws:
 * whatever a wake does not do, the scheduler does.
 */
export async function wakeEngine(): Promise<void> {
  const engine = applicationEngine();
  try {
    await tick(engine, { time: LONG_TICK });
  } catch (error) {
    engine.report("a tick ended early", error);
  }
}
