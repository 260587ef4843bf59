import { expect, test } from "vitest";
import { processesFor } from "@/scripts/application/processes";

const GB = 1024 ** 3;

test.each([
  [{ processors: 1, memory: 16 * GB }, 1],
  [{ processors: 4, memory: 16 * GB }, 4],
  [{ processors: 64, memory: 256 * GB }, 8],
  [{ processors: 8, memory: 3.9 * GB }, 3],
  [{ processors: 8, memory: 0.5 * GB }, 1],
])("%o serves with %i where WEB_CONCURRENCY says nothing", (machine, processes) => {
  expect(processesFor(machine)).toBe(processes);
});
