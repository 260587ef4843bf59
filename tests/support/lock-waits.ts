import type { Database } from "@/lib/db";

/** How many statements wait at this moment for what somebody else has locked. */
export async function lockWaits(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.waiting ?? 0;
}
