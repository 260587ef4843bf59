import type { ImportReading } from "@/lib/recipients/import-reading";

/** Files that stay open in a process between two turns of their jobs, and for how long, in milliseconds. */
const MOST_OPEN = 4;
const LONGEST_OPEN = 60_000;

interface Open {
  reading: ImportReading;
  /** Of the job as it was when the file was opened. */
  input: string;
  timer: NodeJS.Timeout;
}

// Next bundles this file for every route: one state for all of them.
const shared = globalThis as typeof globalThis & { posthornImportReadings?: Map<string, Open> };
const open = (shared.posthornImportReadings ??= new Map<string, Open>());

/** The file of a job as the turn before left it, for this turn alone; null where it has to be opened. */
export function takeReading(jobId: string, input: object): ImportReading | null {
  const found = open.get(jobId);
  if (found === undefined) return null;
  forget(jobId, found);
  if (found.input === JSON.stringify(input)) return found.reading;
  found.reading.close();
  return null;
}

/** Leaves it open for the next turn, should that come soon; the one that waited longest makes room. */
export function leaveReading(jobId: string, input: object, reading: ImportReading): void {
  closeReading(jobId);
  const [oldest] = open.keys();
  if (open.size >= MOST_OPEN && oldest !== undefined) closeReading(oldest);
  const timer = setTimeout(() => closeReading(jobId), LONGEST_OPEN).unref();
  open.set(jobId, { reading, input: JSON.stringify(input), timer });
}

function closeReading(jobId: string): void {
  const found = open.get(jobId);
  if (found === undefined) return;
  forget(jobId, found);
  found.reading.close();
}

function forget(jobId: string, { timer }: Open): void {
  clearTimeout(timer);
  open.delete(jobId);
}

/** As a process that has just begun has none. */
export function closeReadings(): void {
  for (const jobId of open.keys()) closeReading(jobId);
}
