import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { onServer, urlOfDatabase } from "@/tests/support/server-connection";

export interface TestDatabase {
  readonly url: string;
  /** Removes it, whoever is connected still. */
  drop(): Promise<void>;
}

/** A database of its own for a test file, migrated and empty: a copy of the run's template, 50 ms. */
export function createDatabase(): Promise<TestDatabase> {
  return create(`TEMPLATE ${inject("databaseTemplate")}`);
}

/** A database without a single table. */
export function createBareDatabase(): Promise<TestDatabase> {
  return create("");
}

async function create(options: string): Promise<TestDatabase> {
  const server = inject("databaseServer");
  const name = `posthorn_test_${randomBytes(6).toString("hex")}`;
  await onServer(server, `CREATE DATABASE ${name} ${options}`);
  return {
    url: urlOfDatabase(server, name),
    drop: async () => {
      await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
