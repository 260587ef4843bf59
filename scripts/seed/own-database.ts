import { database } from "@/lib/db";
import { ConfigurationError } from "@/lib/env";
import { pendingMigrations } from "@/scripts/database/pending-migrations";
import type { DemoAccount } from "@/scripts/seed/accounts";
import { loadPausedDemoData } from "@/scripts/seed/demo-data";

/**
 * Loads the demo data into the database of DATABASE_URL, where it is migrated and empty. Nothing is sent, now or later by
 * itself.
 *
 * @returns the accounts with their passwords, which are nowhere else
 * @throws ConfigurationError where the database has not all migrations, or anything in it
 */
export async function loadIntoOwnDatabase(): Promise<DemoAccount[]> {
  if ((await pendingMigrations()).length > 0) {
    throw new ConfigurationError(
      "DATABASE_URL leads to a database without all migrations; run npm run db:deploy first.",
    );
  }
  if (!(await isEmpty())) {
    throw new ConfigurationError(
      "DATABASE_URL leads to a database that is not empty; demo data goes only into an empty one.",
    );
  }
  return loadPausedDemoData();
}

/** What was there once counts too: a database with a past is no place for a demo. */
async function isEmpty(): Promise<boolean> {
  const [row] = await database().$queryRaw<{ some: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM recipients) OR EXISTS (SELECT 1 FROM lists)
      OR EXISTS (SELECT 1 FROM messages) OR EXISTS (SELECT 1 FROM mailings) OR EXISTS (SELECT 1 FROM attempts)
      OR EXISTS (SELECT 1 FROM deliveries) OR EXISTS (SELECT 1 FROM suppressions) OR EXISTS (SELECT 1 FROM posts)
      OR EXISTS (SELECT 1 FROM images) OR EXISTS (SELECT 1 FROM provider_events)
      OR EXISTS (SELECT 1 FROM audit_events) AS some`;
  return row?.some === false;
}
