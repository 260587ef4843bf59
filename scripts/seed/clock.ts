import type { Queryable } from "@/lib/db";

/** Sets the engine's clock off the database's by so many milliseconds. */
export async function setClock(db: Queryable, offsetMs: number): Promise<void> {
  await db.$executeRaw`UPDATE provider_state SET clock_offset_ms = ${offsetMs}::bigint WHERE id = 1`;
}

/** Turns the engine's clock to an instant, from which it goes on. Only in a database that holds nothing but the demo. */
export async function turnClockTo(db: Queryable, instant: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE provider_state
    SET clock_offset_ms = (extract(epoch FROM ${instant}::timestamptz - clock_timestamp()) * 1000)::bigint WHERE id = 1`;
}
