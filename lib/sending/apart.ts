import { isDatabaseUseless } from "@/lib/sending/database-lost";
import type { Engine } from "@/lib/sending/engine";

/**
 * Does something for one mailing, attempt or batch, so that a fault in it keeps no other waiting: it is
 * reported, and undefined comes back. A database that is away, read-only or without its tables is nobody's own fault.
 *
 * @throws what says so
 */
export async function apart<T>(
  engine: Engine,
  fault: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isDatabaseUseless(error)) throw error;
    engine.report(fault, error);
    return undefined;
  }
}
