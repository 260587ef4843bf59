import { readFileSync, writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

// Loaded into a command that is measured: at its end, writes the most memory it had resident, in kilobytes, to
// descriptor 3. Linux keeps it for the program alone; elsewhere it may be that of the process it was started from.
const PEAK = 3;

if (isMainThread) process.on("exit", () => writeSync(PEAK, String(peak())));

function peak() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Number(kilobytes);
}
