import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { ensureClient } from "@/scripts/database/client";
import { deployMigrations } from "@/scripts/database/migrations";
import { runPostgres } from "@/scripts/embedded/postgres";
import { serverUser } from "@/scripts/embedded/server-user";
import { onServer, urlOfDatabase } from "@/tests/support/server-connection";

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

  const folder = await mkdtemp(path.join(tmpdir(), "posthorn-tests-"));
  // The server's own user has to pass through it where the tests run as root.
  await chmod(folder, 0o711);
  const postgres = await runPostgres(folder, randomBytes(24).toString("base64url"), await serverUser());
  return {
    url: postgres.url,
    async close() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
