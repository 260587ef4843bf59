import { connectEngine } from "@/lib/db";
import { tick } from "@/lib/sending/tick";
import { refuseIncomplete } from "@/scripts/bench/complete";
import { makeDueMailing } from "@/scripts/bench/due-mailing";
import { benchEngine } from "@/scripts/bench/engine";
import { rounded } from "@/scripts/bench/figures";
import type { ScratchServer } from "@/scripts/bench/scratch-server";
import type { Sink } from "@/scripts/bench/start-sink";

const CAPS = [10, 50];
const SECONDS = 20;
const BATCH = 100;
/** Resend's default, where every engine begins before it has read a header. */
const FIRST_LIMIT = 10;

/** How much of a provider's limit is used, and how often it is overstepped after the first second. */
export async function benchCapped(server: ScratchServer, sink: Sink) {
  const figures = [];
  for (const cap of CAPS) {
    const figure = await underCap(server, sink, cap);
    console.error(`capped: ${JSON.stringify(figure)}`);
    figures.push(figure);
  }
  return figures;
}

async function underCap(server: ScratchServer, sink: Sink, cap: number) {
  const recipients = cap * SECONDS * BATCH;
  const db = connectEngine(await server.freshDatabase());
  try {
    await makeDueMailing(db, recipients);
    await sink.begin(cap);
    await tick(benchEngine(db, sink, FIRST_LIMIT), { time: 600_000, patience: 2_000 });
    const record = await sink.record();
    await refuseIncomplete(db, record, recipients);
    const times = record.takings.map((taking) => taking.at);
    const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
    return {
      cap,
      requests: times.length,
      share: rounded((times.length - 1) / ((last - first) / 1_000) / cap),
      refusals: record.refusals.length,
      refusalsAfterFirstSecond: record.refusals.filter((at) => at > first + 1_000).length,
    };
  } finally {
    await db.$disconnect();
  }
}
