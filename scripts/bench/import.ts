import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { sendingSettings } from "@/scripts/bench/child";
import { median, rounded } from "@/scripts/bench/figures";
import { writeImportFile } from "@/scripts/bench/import-file";
import { measureImport } from "@/scripts/bench/import-command";
import { startScratchServer, type ScratchServer } from "@/scripts/bench/scratch-server";
import { readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { ensureClient } from "@/scripts/database/client";

const DEFAULT_SIZES = [100_000, 1_000_000];
/** Up to so many rows, five runs of which the median is told; above, one. */
const MOST_FOR_FIVE = 100_000;

/** Rows a second, MB and ratios of one import. */
interface Figures {
  /** From the first row to the last. */
  rowsPerSecond: number;
  /** From the start of the process to its end, its report written. */
  wholeCommandRowsPerSecond: number;
  peakMegabytes: number;
  /** The same file once more: every row unchanged. */
  againRowsPerSecond: number;
  againPeakMegabytes: number;
  /** One INSERT ... SELECT of the same recipients, by the database alone. */
  bareRowsPerSecond: number;
  ratioToBare: number;
}

/**
 * npm run bench:import [-- --rows N] [--comment CHARACTERS]: the real command on fresh databases of an embedded server
 * that runs already.
 */
await runCommand(async () => {
  const { values } = readArguments({ options: { rows: { type: "string" }, comment: { type: "string" } } });
  const sizes = values.rows === undefined ? DEFAULT_SIZES : [count("--rows", values.rows)];
  const comment = values.comment === undefined ? 0 : count("--comment", values.comment);
  await ensureClient();
  const [server, folder] = await Promise.all([
    startScratchServer(),
    mkdtemp(path.join(tmpdir(), "posthorn-bench-files-")),
  ]);
  try {
    for (const rows of sizes) {
      const file = path.join(folder, `${rows}.csv`);
      await writeImportFile(file, { rows, comment });
      tell(rows, comment, await measure(server, file, rows));
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** @throws UsageError */
function count(option: string, given: string): number {
  if (!/^[1-9]\d{0,7}$/.test(given)) throw new UsageError(`${option} takes a number from 1 to 99999999.`);
  return Number(given);
}

async function measure(server: ScratchServer, file: string, rows: number): Promise<Figures[]> {
  const all: Figures[] = [];
  for (let run = 0; run < (rows > MOST_FOR_FIVE ? 1 : 5); run += 1) {
    all.push(await measureOnce(await server.freshDatabase(), file, rows));
  }
  return all;
}

async function measureOnce(url: string, file: string, rows: number): Promise<Figures> {
  const { connect } = await import("@/lib/db");
  const db = connect(url, 1);
  try {
    const owner = await db.user.create({
      data: { email: "bench@people.example", name: "Bench", passwordHash: "-" },
    });
    const settings = { ...sendingSettings(url, "http://127.0.0.1:9"), INIT_CWD: path.dirname(file) };
    const first = await measureImport(["--owner", owner.email, file], settings);
    const again = await measureImport(["--owner", owner.email, file], settings);
    await db.$executeRaw`CREATE TABLE prepared AS SELECT owner_id, email, name, comment, fields FROM recipients`;
    await db.$executeRaw`TRUNCATE recipients CASCADE`;
    await db.$executeRaw`CHECKPOINT`;
    const begun = performance.now();
    const inserted = await db.$executeRaw`
      INSERT INTO recipients (owner_id, email, name, comment, fields)
      SELECT owner_id, email, name, comment, fields FROM prepared`;
    const bareRowsPerSecond = inserted / ((performance.now() - begun) / 1_000);
    return {
      rowsPerSecond: first.rowsPerSecond,
      wholeCommandRowsPerSecond: rows / first.seconds,
      peakMegabytes: first.megabytes,
      againRowsPerSecond: again.rowsPerSecond,
      againPeakMegabytes: again.megabytes,
      bareRowsPerSecond,
      ratioToBare: first.rowsPerSecond / bareRowsPerSecond,
    };
  } finally {
    await db.$disconnect();
  }
}

function tell(rows: number, comment: number, all: readonly Figures[]): void {
  const middle = (figure: keyof Figures) => rounded(median(all.map((one) => one[figure])));
  const figures: Figures = {
    rowsPerSecond: middle("rowsPerSecond"),
    wholeCommandRowsPerSecond: middle("wholeCommandRowsPerSecond"),
    peakMegabytes: middle("peakMegabytes"),
    againRowsPerSecond: middle("againRowsPerSecond"),
    againPeakMegabytes: middle("againPeakMegabytes"),
    bareRowsPerSecond: middle("bareRowsPerSecond"),
    ratioToBare: middle("ratioToBare"),
  };
  const machine = `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`;
  console.log(JSON.stringify({ rows, comment, runs: all.length, ...figures, machine }));
  console.log(
    `${rows.toLocaleString("en")} rows at ${figures.rowsPerSecond.toLocaleString("en")} a second ` +
      `(${figures.wholeCommandRowsPerSecond.toLocaleString("en")} from the command's start to its end), ` +
      `${figures.ratioToBare} of what one bare INSERT does, in ${figures.peakMegabytes} MB.`,
  );
}
