import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** Helpers of an ended process notice its end by a closed pipe: a moment later. */
const GONE_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 50;

/** Those of a folder that are still there after a while; empty as soon as there are none. */
export async function leftBehind(folder: string): Promise<string[]> {
  const deadline = Date.now() + GONE_WITHIN_MS;
  for (;;) {
    const left = await processesOf(folder);
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(LOOK_AGAIN_MS);
  }
}

/**
 * The processes that belong to a data folder: those that were told of it in their arguments or environment, or
 * work in it, each as its number and command. Elsewhere than on Linux only the arguments tell.
 */
export async function processesOf(folder: string): Promise<string[]> {
  if (process.platform !== "linux") return ofList(folder);
  const found: string[] = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const [command, environment, place] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, "utf8").catch(hidden),
      readFile(`/proc/${pid}/environ`, "utf8").catch(hidden),
      readlink(`/proc/${pid}/cwd`).catch(hidden),
    ]);
    if ([command, environment, place].some((text) => text.includes(folder))) {
      found.push(`${pid} ${command.replaceAll("\0", " ").trim()}`);
    }
  }
  return found;
}

async function ofList(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,args="]);
  return stdout
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.includes(folder) && !line.startsWith(`${process.pid} `));
}

/** Gone since it was listed, or somebody else's. */
function hidden(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ESRCH" || code === "EACCES" || code === "EPERM") return "";
  throw error;
}
