import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { deployMigrations } from "@/scripts/database/migrations";
import { runPostgres } from "@/scripts/embedded/postgres";
import { serverUser } from "@/scripts/embedded/server-user";

export interface ScratchServer {
  /** A new database with every migration applied and nothing in it; its address. */
  freshDatabase(): Promise<string>;
  /** Removes the server and all its databases. */
  stop(): Promise<void>;
}

/**
 * An embedded PostgreSQL server of a benchmark's own, with the settings of `npm start` (fsync and
 * synchronous commit on), in a folder that goes with it.
 */
export async function startScratchServer(): Promise<ScratchServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "posthorn-bench-"));
  // The server's own user has to pass through it where the benchmark runs as root.
  await chmod(folder, 0o711);
  const server = await runPostgres(folder, randomBytes(24).toString("base64url"), await serverUser());
  let databases = 0;
  return {
    async freshDatabase() {
      const url = new URL(server.url);
      const name = `bench_${(databases += 1)}`;
      await statement(server.url, `CREATE DATABASE ${name}`);
      url.pathname = `/${name}`;
      await deployMigrations(url.href);
      return url.href;
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
