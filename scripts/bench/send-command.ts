import { connect } from "@/lib/db";
import { sendingSettings, startChild } from "@/scripts/bench/child";
import { refuseIncomplete } from "@/scripts/bench/complete";
import { makeDueMailing } from "@/scripts/bench/due-mailing";
import { median, rounded } from "@/scripts/bench/figures";
import type { ScratchServer } from "@/scripts/bench/scratch-server";
import type { Sink } from "@/scripts/bench/start-sink";

const RUNS = 5;
const RECIPIENTS = 10_000;

/** Seconds from the start of the process `mailings:send` to the last acceptance of 10,000, and to its end. */
export async function benchCommand(server: ScratchServer, sink: Sink) {
  const runs: Awaited<ReturnType<typeof runCommand>>[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const figures = await runCommand(server, sink);
    console.error(`command, run ${run + 1}: ${JSON.stringify(figures)}`);
    runs.push(figures);
  }
  return {
    recipients: RECIPIENTS,
    runs,
    lastAcceptance: median(runs.map((run) => run.lastAcceptance)),
    end: median(runs.map((run) => run.end)),
  };
}

async function runCommand(server: ScratchServer, sink: Sink) {
  const url = await server.freshDatabase();
  const db = connect(url);
  try {
    await makeDueMailing(db, RECIPIENTS);
    await sink.begin(0);
    const begun = performance.timeOrigin + performance.now();
    const command = startChild("mailings:send", sendingSettings(url, sink.url));
    const { code, stdout, stderr } = await command.ended;
    const ended = performance.timeOrigin + performance.now();
    if (code !== 0) throw new Error(`mailings:send ended with ${code}: ${stdout}${stderr}`);
    const record = await sink.record();
    await refuseIncomplete(db, record, RECIPIENTS);
    const seconds = (at: number | undefined) => rounded(((at ?? ended) - begun) / 1_000);
    return {
      firstAcceptance: seconds(record.takings[0]?.at),
      lastAcceptance: seconds(record.takings.at(-1)?.at),
      end: seconds(ended),
    };
  } finally {
    await db.$disconnect();
  }
}
