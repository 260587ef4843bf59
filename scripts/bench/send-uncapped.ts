import { connectEngine } from "@/lib/db";
import type { Provider } from "@/lib/sending/resend";
import { DEFAULT_SETTINGS } from "@/lib/sending/settings";
import { tick } from "@/lib/sending/tick";
import { postAll, type Prepared } from "@/scripts/bench/bare-loop";
import { mailsPerSecond, refuseIncomplete } from "@/scripts/bench/complete";
import { makeDueMailing } from "@/scripts/bench/due-mailing";
import { benchEngine } from "@/scripts/bench/engine";
import { median, rounded } from "@/scripts/bench/figures";
import type { ScratchServer } from "@/scripts/bench/scratch-server";
import type { Sink } from "@/scripts/bench/start-sink";

const RUNS = 5;
const RECIPIENTS = 50_000;

/** How long the provider takes to answer, in milliseconds: one far away, and one that costs nothing at all. */
const DELAYS = [50, 0];

/**
 * Emails a second with nothing in the way, from first to last acceptance at the provider, and the same bodies posted
 * by a bare loop through the same SDK with as many requests in flight, one after the other in one run.
 */
export async function benchUncapped(server: ScratchServer, sink: Sink) {
  const figures = [];
  for (const delay of DELAYS) figures.push({ delay, ...(await withDelay(server, sink, delay)) });
  return { recipients: RECIPIENTS, inFlight: DEFAULT_SETTINGS.inFlight, figures };
}

async function withDelay(server: ScratchServer, sink: Sink, delay: number) {
  const runs: { engine: number; bare: number; ratio: number }[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const bodies: Prepared[] = [];
    const engine = await engineRate(server, sink, delay, bodies);
    await sink.begin(0, delay);
    await postAll(sink.url, bodies);
    const bare = mailsPerSecond(await sink.record());
    const figures = { engine: rounded(engine), bare: rounded(bare), ratio: rounded(engine / bare) };
    console.error(`uncapped, ${delay} ms, run ${run + 1}: ${JSON.stringify(figures)}`);
    runs.push(figures);
  }
  return {
    runs,
    engine: median(runs.map((run) => run.engine)),
    bare: median(runs.map((run) => run.bare)),
    ratio: median(runs.map((run) => run.ratio)),
  };
}

async function engineRate(
  server: ScratchServer,
  sink: Sink,
  delay: number,
  bodies: Prepared[],
): Promise<number> {
  const db = connectEngine(await server.freshDatabase());
  try {
    await makeDueMailing(db, RECIPIENTS);
    await sink.begin(0, delay);
    const engine = benchEngine(db, sink);
    engine.provider = remembering(engine.provider, bodies);
    await tick(engine, { time: 600_000, patience: 100 });
    const record = await sink.record();
    await refuseIncomplete(db, record, RECIPIENTS);
    return mailsPerSecond(record);
  } finally {
    await db.$disconnect();
  }
}

function remembering(provider: Provider, bodies: Prepared[]): Provider {
  return {
    ...provider,
    send(request) {
      bodies.push({ body: request.body, idempotencyKey: request.idempotencyKey });
      return provider.send(request);
    },
  };
}
