import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { ensureClient } from "@/scripts/database/client";
import { startScratchServer, type ScratchServer } from "@/scripts/bench/scratch-server";
import { startSink, type Sink } from "@/scripts/bench/start-sink";

// Imported late: the database client is generated first.
const BENCHES = {
  uncapped: async (server: ScratchServer, sink: Sink) =>
    (await import("@/scripts/bench/send-uncapped")).benchUncapped(server, sink),
  command: async (server: ScratchServer, sink: Sink) =>
    (await import("@/scripts/bench/send-command")).benchCommand(server, sink),
  capped: async (server: ScratchServer, sink: Sink) =>
    (await import("@/scripts/bench/send-capped")).benchCapped(server, sink),
  million: async (server: ScratchServer, sink: Sink) =>
    (await import("@/scripts/bench/send-million")).benchMillion(server, sink),
};
type BenchName = keyof typeof BENCHES;

/** npm run bench:send [-- --only NAME] [--json FILE]: the figures of docs/PERFORMANCE.md, on a database and a provider of its own. */
await runCommand(async () => {
  const { values } = readArguments({ options: { only: { type: "string" }, json: { type: "string" } } });
  const names = chosen(values.only);
  await ensureClient();
  const server = await startScratchServer();
  const sink = await startSink();
  const figures: Record<string, unknown> = {
    machine: `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`,
  };
  try {
    for (const name of names) {
      figures[name] = await BENCHES[name](server, sink);
      console.log(`${name}: ${JSON.stringify(figures[name], null, 2)}`);
    }
  } finally {
    sink.stop();
    await server.stop();
  }
  if (values.json !== undefined) await writeFile(values.json, JSON.stringify(figures, null, 2));
});

/** @throws UsageError */
function chosen(only: string | undefined): BenchName[] {
  const names = Object.keys(BENCHES).filter(isBench);
  if (only === undefined) return names;
  if (isBench(only)) return [only];
  throw new UsageError(`--only takes one of ${names.join(", ")}.`);
}

function isBench(name: string): name is BenchName {
  return Object.hasOwn(BENCHES, name);
}
