import { applicationEngine } from "@/lib/engine-host/application-engine";
import { serverEnding } from "@/lib/engine-host/ending";
import { maintain } from "@/lib/engine-host/maintain";
import { onceIfUseless } from "@/lib/sending/database-lost";
import { LONG_TICK } from "@/lib/sending/settings";
import { tick, type TickReport } from "@/lib/sending/tick";

/**
 * What the cron route and the schedulers do: what is due for articles and accounts, then a tick of the engine.
 *
 * @param signal aborted: claim nothing more, settle what is under way, end
 * @throws what the tick throws
 */
export async function runDue(signal: AbortSignal = serverEnding()): Promise<TickReport> {
  const engine = applicationEngine();
  // Whatever becomes of it must not hold mailings back: cached pages are renewed within a minute anyway.
  await maintain(onceIfUseless(engine.report));
  return tick(engine, { time: LONG_TICK, signal });
}
