import type { Queryable } from "@/lib/db";

/** So many changed rows are a tenth of the recipients that somebody with few has. */
const ANALYZE_FROM = 1_000;

/**
 * Tells PostgreSQL's planner what a job or an import has changed, as autovacuum would within some minutes: until then it
 * takes an owner's first 40,000 recipients for one, and joins them row by row. The sample costs up to a second.
 */
export async function analyzeAfter(db: Queryable, changed: number): Promise<void> {
  if (changed >= ANALYZE_FROM) await db.$executeRaw`ANALYZE recipients, list_members, suppressions`;
}
