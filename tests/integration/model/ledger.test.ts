import fc from "fast-check";
import { afterAll, beforeAll, describe, it } from "vitest";
import { saveMailing } from "@/tests/integration/model/commands-mailings";
import { Ground } from "@/tests/integration/model/ground";
import type { LedgerCommand } from "@/tests/integration/model/command";
import { count, journal } from "@/tests/integration/model/journal";
import { isStall } from "@/tests/integration/model/judge";
import { closeSequence, sequences } from "@/tests/integration/model/sequence";

/** MODEL_RUNS sequences from MODEL_SEED, 2,000 with `npm run test:model`; MODEL_PATH and MODEL_REPLAY, as a failure prints them, repeat it alone. */
const RUNS = Number(process.env.MODEL_RUNS ?? 100);
const SEED = Number(process.env.MODEL_SEED ?? 20_261_121);
const path = process.env.MODEL_PATH;
/** Milliseconds, on a machine ten times slower than the slowest seen. */
const LONGEST_SEQUENCE = 5_000;

const MOST_STALLS = 3;

let ground: Ground;
beforeAll(async () => {
  ground = await Ground.prepare();
});
afterAll(async () => {
  console.log(`seed ${SEED}: ${journal()}`);
  await ground.close();
});

describe("the ledger", () => {
  it(
    "holds its rules whatever people, provider, clock and machines do, in whatever order",
    { timeout: RUNS * LONGEST_SEQUENCE },
    async () => {
      await fc.assert(
        fc.asyncProperty(saveMailing, sequences(process.env.MODEL_REPLAY), (first, commands) =>
          bearingStalls(() => run(first, commands)),
        ),
        {
          numRuns: RUNS,
          seed: SEED,
          ...(path === undefined ? {} : { path }),
          endOnFailure: path !== undefined,
        },
      );
    },
  );
});

async function run(first: LedgerCommand, commands: Iterable<LedgerCommand>): Promise<void> {
  const model = await ground.begin();
  try {
    await fc.asyncModelRun(() => ({ model, real: ground }), [first]);
    await fc.asyncModelRun(() => ({ model, real: ground }), commands);
    await closeSequence(model, ground);
  } finally {
    await ground.end();
  }
}

/** Runs a sequence anew where the machine stood still for seconds, which ends transactions and connections. */
async function bearingStalls(sequence: () => Promise<void>): Promise<void> {
  for (let stalls = 0; ; stalls += 1) {
    try {
      await sequence();
      return;
    } catch (error) {
      if (stalls === MOST_STALLS || !isStall(String(error))) throw error;
      count("stalls");
    }
  }
}
