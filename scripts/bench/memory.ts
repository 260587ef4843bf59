import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { median } from "@/scripts/bench/figures";

const INTERVAL_MS = 500;

/** Resident memory in MB at one moment, and when: milliseconds since 1970. */
export interface MemorySample {
  readonly at: number;
  readonly megabytes: number;
}

/** Samples the largest process among one and its descendants, twice a second, until told to stop. */
export function watchMemory(pid: number): { samples: MemorySample[]; stop(): Promise<void> } {
  const samples: MemorySample[] = [];
  let watching = true;
  const look = async () => {
    while (watching) {
      const megabytes = await largestOf(pid);
      if (megabytes > 0) samples.push({ at: Date.now(), megabytes });
      await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    }
  };
  const looking = look();
  return {
    samples,
    stop() {
      watching = false;
      return looking;
    },
  };
}

/** Median of the first and of the last fifth, and the most: flat is when they hardly differ. */
export function course(samples: readonly MemorySample[], from: number, to: number) {
  const within = samples.filter(({ at }) => at >= from && at <= to).map(({ megabytes }) => megabytes);
  const fifth = Math.max(1, Math.floor(within.length / 5));
  return {
    first: median(within.slice(0, fifth)),
    last: median(within.slice(-fifth)),
    most: Math.max(...within),
  };
}

async function largestOf(root: number): Promise<number> {
  return Math.max(0, ...(await memoryOf(root)));
}

/** Resident memory in MB of a process and each of its descendants, largest first. */
export async function memoryOf(root: number): Promise<number[]> {
  return (await processesBelow(root))
    .map(({ kilobytes }) => Math.round((kilobytes * 1_024) / 1e6))
    .sort((one, other) => other - one);
}

/** A process and all its descendants. */
export async function processesBelow(root: number): Promise<{ pid: number; kilobytes: number }[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,rss="]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, kilobytes = 0]) => ({ pid, parent, kilobytes }));
  const family = new Set([root]);
  // A child may stand before its parent in the list.
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of rows) if (family.has(parent)) family.add(pid);
  }
  return rows.filter(({ pid }) => family.has(pid));
}
