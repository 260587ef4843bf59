import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";
import { env } from "@/lib/env";

const CONNECT_TIMEOUT_MS = 5_000;
const DEFAULT_CONNECTIONS = 12;

export type Database = PrismaClient;
/** What a query may run on: the client itself or an interactive transaction of it. */
export type Queryable = Pick<PrismaClient, "$queryRaw" | "$executeRaw">;

/**
 * A client for one database. Every connection sets TimeZone=UTC: the adapter drops the offset of
 * timestamps, so against a server in another zone instants would be read hours off.
 */
export function connect(url: string, connections = DEFAULT_CONNECTIONS): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: "-c TimeZone=UTC",
  });
  return new PrismaClient({ adapter });
}

const shared = globalThis as typeof globalThis & { posthornDatabase?: Database };

/** The application's one client, made at its first use so that a build needs no database. */
export function database(): Database {
  shared.posthornDatabase ??= connect(env().DATABASE_URL);
  return shared.posthornDatabase;
}

/** Closes the application's connections, if it has opened any. */
export async function disconnect(): Promise<void> {
  await shared.posthornDatabase?.$disconnect();
  shared.posthornDatabase = undefined;
}
