import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { reach } from "@/lib/database/prefer-tls";
import { CommandError } from "@/scripts/command-line";
import { inProject } from "@/scripts/project";

// The key of Prisma's own engine, so that `prisma migrate deploy` and this wait for each other.
const PRISMA_LOCK = 72707369;
const WAIT_FOR_LOCK = "10min";
const CONNECT_TIMEOUT_MS = 10_000;

// As Prisma's engine creates it.
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

interface Migration {
  readonly name: string;
  readonly sql: string;
}

interface HistoryRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/**
 * Brings a database up to the migrations in prisma/migrations, without a network and without
 * Prisma's engine; returns the names of those that this call applied. Any number of processes may
 * call it at once. Each migration is one transaction together with its row in the history and the
 * lock: the lock then also holds through a pooler that gives every transaction another connection.
 * @param folder absolute path of the migrations
 * @throws CommandError when a migration fails, was changed after it was applied, was left half done
 *   by another tool, or when the database belongs to something else.
 */
export async function deployMigrations(
  databaseUrl: string,
  folder: string = inProject("prisma", "migrations"),
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({
    ...(await reach(databaseUrl, CONNECT_TIMEOUT_MS)),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on("error", (error) => console.warn(`The database closed the connection: ${error.message}`));
  try {
    await client.connect();
    const applied: string[] = [];
    for (;;) {
      const name = await underLock(client, () => applyNext(client, migrations));
      if (name === undefined) return applied;
      applied.push(name);
    }
  } finally {
    await client.end();
  }
}

/** The migrations of a folder in the order of their names. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(path.join(folder, name, "migration.sql"), "utf8"),
    })),
  );
}

async function underLock<T>(client: pg.Client, task: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    await client.query(`SET LOCAL TimeZone = 'UTC'; SET LOCAL lock_timeout = '${WAIT_FOR_LOCK}'`);
    await client.query("SELECT pg_advisory_xact_lock($1)", [PRISMA_LOCK]);
    const result = await task();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

async function applyNext(client: pg.Client, migrations: readonly Migration[]): Promise<string | undefined> {
  await refuseForeignDatabase(client);
  await client.query(HISTORY);
  const { rows } = await client.query<HistoryRow>(
    `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  );
  const history = new Map(rows.map((row) => [row.migration_name, row]));
  refuseDamagedHistory(migrations, history);
  const next = migrations.find(({ name }) => !history.has(name));
  if (!next) return undefined;

  const startedAt = new Date();
  await applySql(client, next);
  // Statements in the migration may have turned it.
  await client.query("SET LOCAL TimeZone = 'UTC'");
  await client.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
    [randomUUID(), checksum(next.sql), next.name, startedAt.toISOString()],
  );
  return next.name;
}

/** Tables without a history are somebody else's: a wrong DATABASE_URL must not mix two applications. */
async function refuseForeignDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ tables: number; history: string | null }>(
    `SELECT count(*)::int AS tables, to_regclass('"_prisma_migrations"')::text AS history
     FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace`,
  );
  if (rows[0] && rows[0].history === null && rows[0].tables > 0) {
    throw new CommandError(
      "DATABASE_URL leads to a database that holds the tables of something else; give Posthorn an empty one.",
    );
  }
}

function refuseDamagedHistory(
  migrations: readonly Migration[],
  history: ReadonlyMap<string, HistoryRow>,
): void {
  for (const row of history.values()) {
    if (row.finished_at === null) {
      throw new CommandError(
        `The migration ${row.migration_name} was begun by another tool and not finished; see npx prisma migrate resolve.`,
      );
    }
  }
  for (const { name, sql } of migrations) {
    const row = history.get(name);
    if (row && !checksumsOf(sql).includes(row.checksum)) {
      throw new CommandError(`The migration ${name} was changed after it was applied; restore its file.`);
    }
  }
}

async function applySql(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const line = error.position
      ? migration.sql.slice(0, Number(error.position)).split("\n").length
      : undefined;
    const place = line === undefined ? migration.name : `${migration.name}, line ${line}`;
    throw new CommandError(`The migration failed and was undone (${place}): ${error.message}`);
  }
}

function checksum(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}

/** Git on Windows may turn line ends; Prisma's engine forgives that too. */
function checksumsOf(sql: string): string[] {
  const unix = sql.replaceAll("\r\n", "\n");
  return [checksum(sql), checksum(unix), checksum(unix.replaceAll("\n", "\r\n"))];
}
