import { applicationEngine } from "@/lib/sending/application-engine";
import { tick } from "@/lib/sending/tick";

/** Short enough for a function that ends with its request's time (Vercel: plan for 300 s). */
const WAKE_TIME = 50_000;

/**
 * Runs a tick at once, for what a person has just asked for; beside others it is harmless. Never throws:
 * whatever a wake does not do, the scheduler does.
 */
export async function wakeEngine(): Promise<void> {
  const engine = applicationEngine();
  try {
    await tick(engine, { time: WAKE_TIME });
  } catch (error) {
    engine.report("a tick ended early", error);
  }
}
