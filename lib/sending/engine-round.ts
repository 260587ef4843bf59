import { z } from "zod";
import { applicationEngine } from "@/lib/sending/application-engine";
import { runDue } from "@/lib/sending/run-due";
import type { TickReport } from "@/lib/sending/tick";
import { answerAsEngine, askEngine, hasSiblings, runsEngine, whenEnding } from "@/lib/siblings";

const ROUND = "round";

const tickReport: z.ZodType<TickReport> = z.object({
  attempts: z.number(),
  planned: z.number(),
  requests: z.number(),
  accepted: z.number(),
  closed: z.number(),
  nextIn: z.number().nullable(),
  end: z.enum(["idle", "time", "deferred", "shut"]),
});

interface Rounds {
  running: Set<Promise<unknown>>;
  ending: AbortController;
}

// Next bundles this file for the route and for the start of the server: one state for both.
const shared = globalThis as typeof globalThis & { posthornRounds?: Rounds };
const rounds: Rounds = (shared.posthornRounds ??= { running: new Set(), ending: new AbortController() });

/**
 * Runs what is due where the engine runs, in this process or in another of the same application: however many rounds are
 * asked for and wherever they land, they share its connections and its send rate.
 *
 * @throws what the round throws, and Error where the process that runs it ends before
 */
export async function runDueByEngine(): Promise<TickReport> {
  return runsEngine() ? runHere() : tickReport.parse(await askEngine(ROUND));
}

/** Has this process run rounds for others while it runs the engine, and end them with the application. Call it once. */
export function runRoundsForSiblings(): void {
  if (!hasSiblings()) return;
  answerAsEngine(ROUND, async () => {
    try {
      return await runHere();
    } catch (error) {
      // Who asked is told no more than a sentence.
      applicationEngine().report("a round for another process ended early", error);
      throw error;
    }
  });
  whenEnding(async () => {
    rounds.ending.abort();
    await Promise.allSettled(rounds.running);
  });
}

function runHere(): Promise<TickReport> {
  const round = runDue(rounds.ending.signal);
  rounds.running.add(round);
  return round.finally(() => rounds.running.delete(round));
}
