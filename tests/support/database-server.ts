import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { ensureClient } from "@/scripts/database/client";
import { deployMigrations } from "@/scripts/database/migrations";
import { programOf } from "@/scripts/embedded/alive";
import { readIfThere } from "@/scripts/embedded/files";
import { runPostgres } from "@/scripts/embedded/postgres";
import { serverUser } from "@/scripts/embedded/server-user";
import { enter, leave } from "@/scripts/embedded/users";
import { onServer, urlOfDatabase } from "@/tests/support/server-connection";

const PREFIX = "posthorn-tests-";
/** Waits for no disk: what it holds goes with the run, and nothing of it is to outlive the machine. */
const WITHOUT_DISK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of a database of the server under test that may make others. */
    databaseServer: string;
    /** Name of a database with every migration applied and nothing in it, for copies. */
    databaseTemplate: string;
  }
}

/**
 * One server for a run of the integration tests: that of TEST_DATABASE_URL, else an embedded one in
 * a folder that goes with it.
 */
export default async function databaseServer(project: TestProject): Promise<() => Promise<void>> {
  await ensureClient();
  const server = await openServer();
  try {
    const template = `posthorn_template_${randomBytes(4).toString("hex")}`;
    await onServer(server.url, `CREATE DATABASE ${template}`);
    await deployMigrations(urlOfDatabase(server.url, template));
    project.provide("databaseServer", server.url);
    project.provide("databaseTemplate", template);
    return async () => {
      await onServer(server.url, `DROP DATABASE ${template} WITH (FORCE)`);
      await server.close();
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function openServer(): Promise<{ url: string; close(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, close: async () => {} };

  await clearAfterKilledRuns();
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  // The server's own user has to pass through it where the tests run as root.
  await chmod(folder, 0o711);
  await enter(folder);
  const password = randomBytes(24).toString("base64url");
  const postgres = await runPostgres(folder, password, await serverUser(), WITHOUT_DISK);
  return {
    url: postgres.url,
    async close() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A run that was killed leaves its server running: 30 MB and a port each, until the next run comes. */
async function clearAfterKilledRuns(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const folder of names.map((name) => path.join(tmpdir(), name))) {
    if (!existsSync(path.join(folder, "users")) || !(await leave(folder, "nobody"))) continue;
    const pidFile = await readIfThere(path.join(folder, "postgres", "data", "postmaster.pid"));
    const pid = Number(pidFile?.split("\n")[0]);
    // SIGINT is PostgreSQL's fast shutdown.
    if ((await programOf(pid))?.includes("postgres")) process.kill(pid, "SIGINT");
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
