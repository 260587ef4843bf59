import { spawn, type ChildProcess } from "node:child_process";
import { text } from "node:stream/consumers";
import { Readable } from "node:stream";
import { PROJECT } from "@/scripts/project";
import { npmScript } from "@/scripts/testing/npm-script";

export interface MeasuredImport {
  /** Seconds from the start of the process to its end. */
  seconds: number;
  /** As the command says it: from the first row to the last. */
  rowsPerSecond: number;
  /** Most memory resident, in MB of a million bytes. */
  megabytes: number;
}

const PACE = /^In [\d.]+ s, ([\d,]+) rows a second\.$/m;

/**
 * Runs `npm run recipients:import` as package.json has it, without npm itself.
 * @throws Error with what the command said where it fails
 */
export async function measureImport(
  args: readonly string[],
  settings: Record<string, string>,
): Promise<MeasuredImport> {
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", "./scripts/bench/import-peak.mjs", ...npmScript("recipients:import"), ...args],
    {
      cwd: PROJECT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...settings },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code, said, complained, kilobytes] = await Promise.all([
    ended,
    text(outputOf(child, 1)),
    text(outputOf(child, 2)),
    text(outputOf(child, 3)),
  ]);
  const seconds = (performance.now() - begun) / 1_000;
  const pace = PACE.exec(said)?.[1];
  if (code !== 0 || pace === undefined)
    throw new Error(`The import ended with ${code}: ${said}${complained}`);
  return {
    seconds,
    rowsPerSecond: Number(pace.replaceAll(",", "")),
    megabytes: (Number(kilobytes) * 1_024) / 1e6,
  };
}

function outputOf(child: ChildProcess, descriptor: 1 | 2 | 3): Readable {
  const stream = child.stdio[descriptor];
  if (!(stream instanceof Readable)) throw new Error(`the command has no output ${descriptor}`);
  return stream;
}
