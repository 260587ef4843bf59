import os from "node:os";

const MOST = 8;
/** One process of Next has 200 to 400 MB, and pages that are kept come on top; the database wants the rest. */
const MEMORY_EACH = 1024 ** 3;

export interface Machine {
  readonly processors: number;
  /** Bytes. */
  readonly memory: number;
}

/** With how many processes to serve where WEB_CONCURRENCY says nothing: one a processor, where there is memory for it. */
export function processesFor({ processors, memory }: Machine): number {
  return Math.max(1, Math.min(processors, MOST, Math.floor(memory / MEMORY_EACH)));
}

/** What this process may use: a container's memory, not that of the machine around it. */
export function thisMachine(): Machine {
  const limit = process.constrainedMemory();
  const memory = limit ? Math.min(limit, os.totalmem()) : os.totalmem();
  return { processors: os.availableParallelism(), memory };
}
