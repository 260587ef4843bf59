import { tendArticles } from "@/lib/posts/tend";
import { applicationEngine } from "@/lib/sending/application-engine";
import { LONG_TICK } from "@/lib/sending/settings";
import { tick, type TickReport } from "@/lib/sending/tick";

/**
 * What the cron route and the schedulers do: what is due for articles, then a tick of the engine.
 *
 * @param signal aborted: claim nothing more, settle what is under way, end
 * @throws what the tick throws
 */
export async function runDue(signal?: AbortSignal): Promise<TickReport> {
  const engine = applicationEngine();
  // Whatever becomes of it must not keep mailings: kept pages are renewed within a minute anyway.
  await tendArticles(engine.report);
  return tick(engine, { time: LONG_TICK, signal });
}
