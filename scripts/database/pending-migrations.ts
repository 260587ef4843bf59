import { database } from "@/lib/db";
import { readMigrations } from "@/scripts/database/migrations";
import { inProject } from "@/scripts/project";

/** The names of the migrations that the database lacks: all of them where it has no tables. */
export async function pendingMigrations(): Promise<string[]> {
  const [history] = await database().$queryRaw<{ exists: boolean }[]>`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`;
  const rows =
    history?.exists === true
      ? await database().$queryRaw<{ name: string }[]>`
          SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL`
      : [];
  const applied = new Set(rows.map((row) => row.name));
  const present = await readMigrations(inProject("prisma", "migrations"));
  return present.map(({ name }) => name).filter((name) => !applied.has(name));
}
