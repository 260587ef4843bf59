import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { ensureClient } from "@/scripts/database/client";
import { knownFlaky, rememberFlaky } from "@/scripts/testing/flaky-list";
import { crashedBy, lineOf, type Counts } from "@/scripts/testing/reports";
import { stageEnvironment } from "@/scripts/testing/run-program";
import { repeatTests, sum } from "@/scripts/testing/runners";
import { lookAgain, saidOf, type SecondLook } from "@/scripts/testing/second-look";
import { OTHERS, ROUNDS, type Lane, type Stage, type StageContext } from "@/scripts/testing/stages";

// As long as a machine three times slower takes.
const STAGE_WITHIN_MS = 45 * 60_000;

/** `npm test`: every check of the project, the last line `N passed, N failed`. */
await runCommand(async () => {
  const { values } = readArguments({ options: { only: { type: "string" }, json: { type: "string" } } });
  const rounds = chosenStages(values.only);
  Object.assign(process.env, stageEnvironment());
  await ensureClient();
  const totals = await runStages(rounds);
  await rememberFlaky(totals.flaky);
  const { passed, failures, flaky } = totals;
  if (values.json !== undefined)
    await writeFile(values.json, JSON.stringify({ passed, failures: failures.map(lineOf), flaky }));
  process.exitCode = failures.length === 0 ? 0 : 1;
  for (const line of saidOf(totals)) console.log(line);
  console.log(`${passed} passed, ${failures.length} failed`);
});

/** @throws UsageError */
function chosenStages(only: string | undefined): typeof ROUNDS {
  if (only === undefined) return ROUNDS;
  const stages = [...ROUNDS.flat(), OTHERS].flatMap((lane) => Object.entries(lane));
  const stage = stages.find(([name]) => name === only);
  if (stage) return [[Object.fromEntries([stage])]];
  throw new UsageError(`--only takes one of ${stages.map(([name]) => name).join(", ")}.`);
}

async function runStages(rounds: typeof ROUNDS): Promise<SecondLook> {
  const interrupted = new AbortController();
  const interrupt = () => {
    interrupted.abort(new CommandError("The tests were interrupted."));
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, interrupt);
  const folder = await mkdtemp(path.join(tmpdir(), "posthorn-gate-"));
  try {
    const context = { folder, signal: interrupted.signal };
    const known = await knownFlaky();
    const all: Counts[] = [];
    for (const round of rounds) {
      const lanes = round.map((lane) => runLane(lane, context));
      all.push(...(await Promise.all(lanes)).flat());
      interrupted.signal.throwIfAborted();
    }
    const first = sum(all);
    const second = await lookAgain(first.failures, known, (tests) => {
      console.log("\n== once more, alone");
      return repeatTests(tests, context);
    });
    interrupted.signal.throwIfAborted();
    return { ...second, passed: first.passed + second.passed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runLane(lane: Lane, context: StageContext): Promise<Counts[]> {
  const counts: Counts[] = [];
  for (const [name, stage] of Object.entries(lane)) {
    if (context.signal.aborted) break;
    counts.push(await runStage(name, stage, context));
  }
  return counts;
}

/** A stage that crashes or hangs is one failure, and no other stage's. */
async function runStage(name: string, stage: Stage, context: StageContext): Promise<Counts> {
  const startedAt = Date.now();
  console.log(`\n== ${name}`);
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(STAGE_WITHIN_MS)]);
  const counts = await stage({ ...context, signal }).catch((error: unknown) => {
    console.error(error instanceof CommandError ? error.message : error);
    return crashedBy(name, error);
  });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`== ${name}: ${counts.passed} passed, ${counts.failures.length} failed, ${seconds} s`);
  return counts;
}
