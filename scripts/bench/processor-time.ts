import { readFile } from "node:fs/promises";
import { processesBelow } from "@/scripts/bench/memory";

/** Of a tick in /proc on every Linux that Node runs on (USER_HZ is 100). */
const MS_PER_TICK = 10;

/** Milliseconds of a processor that each of these processes has used, by its id. */
type Used = ReadonlyMap<number, number>;

/**
 * How much of a processor the busiest process below `root` uses while something runs, in milliseconds. It counts its own
 * work alone, so it stays true where other programs run beside it. Null where there is no /proc.
 */
export async function processorTime(root: number, run: () => Promise<void>): Promise<number | null> {
  const before = await usedBelow(root);
  await run();
  const after = await usedBelow(root);
  const spent = [...after].map(([pid, used]) => used - (before.get(pid) ?? 0));
  return spent.length === 0 ? null : Math.max(...spent);
}

async function usedBelow(root: number): Promise<Used> {
  const used = new Map<number, number>();
  for (const { pid } of await processesBelow(root)) {
    const ticks = await ticksOf(pid);
    if (ticks !== null) used.set(pid, ticks * MS_PER_TICK);
  }
  return used;
}

async function ticksOf(pid: number): Promise<number | null> {
  try {
    // proc_pid_stat(5): after the name in brackets, which may hold blanks, utime and stime are the 12th and 13th.
    const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ").at(-1)?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  } catch (error) {
    // It has ended, or the system has no /proc.
    if (error instanceof Error && "code" in error && ["ENOENT", "ESRCH"].includes(String(error.code)))
      return null;
    throw error;
  }
}
