import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";
import { prefersTls, reach, type Reach } from "@/lib/database/prefer-tls";
import { sessionCheck } from "@/lib/database/session-check";
import { env } from "@/lib/env";

/** Also how long a query waits for one of the pool's connections. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Prisma's own two and five seconds fail a save on a machine that stands still for as long, or a database in a rush. */
export const TRANSACTIONS = { maxWait: CONNECT_TIMEOUT_MS, timeout: 20_000 };
/** Of a command; the application has its own, DATABASE_POOL_SIZE. */
const DEFAULT_CONNECTIONS = 10;
/** Eight workers, the housekeeping beside them, and one to spare. */
const ENGINE_CONNECTIONS = 10;

export type Database = PrismaClient;
/** What a query may run on: the client itself or an interactive transaction of it. */
export type Queryable = Pick<PrismaClient, "$queryRaw" | "$executeRaw">;

/**
 * A client for one database. Every connection sets TimeZone=UTC: the adapter drops the offset of
 * timestamps, so against a server in another zone instants would be read hours off. Where a pooler takes that away, each
 * query fails with a PoolerError.
 */
export function connect(url: string, connections = DEFAULT_CONNECTIONS): Database {
  return client(url, connections);
}

/**
 * A client for the sending engine, which asks the same few things for every batch: each statement is prepared once a
 * connection, for parsing and planning took PostgreSQL longer than the work (npm run bench:send). PostgreSQL reuses plans, so
 * whoever makes a table much larger refreshes its statistics (lib/sending/plan-deliveries.ts), which throws them away.
 */
export function connectEngine(url: string, connections = ENGINE_CONNECTIONS): Database {
  return client(url, connections, statementName);
}

function client(
  url: string,
  connections: number,
  statementNameGenerator?: (query: { sql: string }) => string,
): Database {
  const config = {
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: "-c TimeZone=UTC",
  };
  const preparesStatements = statementNameGenerator !== undefined;
  const adapter = (where: Reach) => {
    const onConnect = sessionCheck({ ...config, ...where }, preparesStatements);
    return new PrismaPg({ ...config, ...where, max: connections, onConnect }, { statementNameGenerator });
  };
  return new PrismaClient({
    adapter: prefersTls(url)
      ? new AskingAdapter(() => reach(url, CONNECT_TIMEOUT_MS).then(adapter))
      : adapter({ connectionString: url }),
    transactionOptions: TRANSACTIONS,
  });
}

/** Makes its pool at the first query, once the server has said whether it offers TLS. */
class AskingAdapter extends PrismaPg {
  constructor(private readonly made: () => Promise<PrismaPg>) {
    super({});
  }

  override async connect(): ReturnType<PrismaPg["connect"]> {
    return (await this.made()).connect();
  }
}

const statementNames = new Map<string, string>();

/** PostgreSQL cuts names at 63 bytes. */
function statementName({ sql }: { sql: string }): string {
  const known = statementNames.get(sql) ?? createHash("sha256").update(sql).digest("hex").slice(0, 32);
  statementNames.set(sql, known);
  return known;
}

const shared = globalThis as typeof globalThis & {
  posthornDatabase?: Database;
  posthornEngineDatabase?: Database;
};

/** The application's one client, made at its first use so that a build needs no database. */
export function database(): Database {
  shared.posthornDatabase ??= connect(env().DATABASE_URL, env().DATABASE_POOL_SIZE);
  return shared.posthornDatabase;
}

/** The engine's connections are its own, so that pages get theirs while a million mails go out. */
export function engineDatabase(): Database {
  shared.posthornEngineDatabase ??= connectEngine(env().DATABASE_URL, env().ENGINE_POOL_SIZE);
  return shared.posthornEngineDatabase;
}

/** Closes the application's connections, if it has opened any. */
export async function disconnect(): Promise<void> {
  await Promise.all([shared.posthornDatabase?.$disconnect(), shared.posthornEngineDatabase?.$disconnect()]);
  shared.posthornDatabase = undefined;
  shared.posthornEngineDatabase = undefined;
}
