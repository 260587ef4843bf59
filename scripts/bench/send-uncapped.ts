import { Resend } from "resend";
import { z } from "zod";
import { connect, type Database } from "@/lib/db";
import { createEngine, type Engine } from "@/lib/sending/engine";
import { resendProvider, type Provider } from "@/lib/sending/resend";
import { DEFAULT_SETTINGS } from "@/lib/sending/settings";
import { tick } from "@/lib/sending/tick";
import { verifyLedger } from "@/lib/sending/verify";
import { makeDueMailing } from "@/scripts/bench/due-mailing";
import { median, rounded } from "@/scripts/bench/figures";
import type { ScratchServer } from "@/scripts/bench/scratch-server";
import type { Sink } from "@/scripts/bench/start-sink";

const RUNS = 5;
const RECIPIENTS = 50_000;
const UNLIMITED = 10_000;

export function benchEngine(db: Database, sink: Sink, requestsPerSecond = UNLIMITED): Engine {
  return createEngine({
    db,
    provider: resendProvider({ apiKey: "re_bench", baseUrl: sink.url }),
    frame: {
      appUrl: "https://mail.bench.example",
      postalAddress: "1 Post Road, Port Town",
      unsubscribeSecret: "unsubscribe-secret-of-the-benchmark",
    },
    fromAddress: "mail@bench.example",
    requestsPerSecond,
  });
}

interface Prepared {
  readonly body: Uint8Array;
  readonly idempotencyKey: string;
}

/**
 * Emails a second with nothing in the way, from first to last acceptance at the provider, and the same bodies posted
 * by a bare loop through the same SDK with as many requests in flight, one after the other in one run.
 */
export async function benchUncapped(server: ScratchServer, sink: Sink) {
  const runs: { engine: number; bare: number; ratio: number }[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const bodies: Prepared[] = [];
    const engine = await engineRate(server, sink, bodies);
    const bare = await bareRate(sink, bodies);
    runs.push({ engine: rounded(engine), bare: rounded(bare), ratio: rounded(engine / bare) });
    console.error(`run ${run + 1}: ${JSON.stringify(runs.at(-1))}`);
  }
  return {
    recipients: RECIPIENTS,
    inFlight: DEFAULT_SETTINGS.inFlight,
    runs,
    engine: median(runs.map((run) => run.engine)),
    bare: median(runs.map((run) => run.bare)),
    ratio: median(runs.map((run) => run.ratio)),
  };
}

async function engineRate(server: ScratchServer, sink: Sink, bodies: Prepared[]): Promise<number> {
  const db = connect(await server.freshDatabase());
  try {
    await makeDueMailing(db, RECIPIENTS);
    await sink.reset(0);
    const engine = benchEngine(db, sink);
    engine.provider = remembering(engine.provider, bodies);
    await tick(engine, { time: 600_000, patience: 100 });
    const faults = await verifyLedger(db);
    if (faults.length > 0) throw new Error(`the ledger does not hold: ${JSON.stringify(faults[0])}`);
    return await acceptedPerSecond(sink);
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

/** What one would write without a ledger: the SDK and a loop. The mails are ready before the clock runs. */
async function bareRate(sink: Sink, bodies: readonly Prepared[]): Promise<number> {
  await sink.reset(0);
  const resend = new Resend("re_bench", { baseUrl: sink.url });
  const waiting = bodies.map(({ body, idempotencyKey }) => ({
    mails: z.array(z.unknown()).parse(JSON.parse(Buffer.from(body).toString("utf8"))),
    idempotencyKey,
  }));
  const post = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { idempotencyKey } = next;
      const { error } = await resend.post("/emails/batch", next.mails, { idempotencyKey });
      if (error !== null) throw new Error(`the provider of the benchmark did not accept: ${error.message}`);
    }
  };
  await Promise.all(Array.from({ length: DEFAULT_SETTINGS.inFlight }, post));
  return acceptedPerSecond(sink);
}

async function acceptedPerSecond(sink: Sink): Promise<number> {
  const { takings } = await sink.record();
  const [first, last] = [takings[0], takings.at(-1)];
  const mails = takings.reduce((sum, taking) => sum + taking.mails, 0);
  if (first === undefined || last === undefined || mails !== RECIPIENTS)
    throw new Error(`the provider accepted ${mails} of ${RECIPIENTS} mails`);
  return (mails - first.mails) / ((last.at - first.at) / 1_000);
}
