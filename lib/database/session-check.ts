import { randomUUID } from "node:crypto";
import pg from "pg";

/** What PostgreSQL calls the zone without an offset, in small letters. */
const UTC = /^(etc\/)?(utc|uct|universal|zulu|gmt([+-]?0)?|greenwich)$/;
const ANSWER_WITHIN_MS = 10_000;
/** Of statements under one name on two connections: a busy pooler may serve the two from different servers by chance. */
const TRIES = 3;
/** PostgreSQL: a statement of that name is there already; there is none. */
const OTHERS_STATEMENTS = new Set(["42P05", "26000"]);

/** A pooler between takes away what Posthorn stands on. The message is for an operator. */
export class PoolerError extends Error {
  override readonly name = "PoolerError";
}

/** Not by its class: Next bundles this file more than once, and the clients are shared by all. */
export function isPoolerError(error: unknown): error is PoolerError {
  return error instanceof Error && error.name === "PoolerError";
}

export const IN_ANOTHER_ZONE =
  "the database's connections do not begin in UTC, as behind a pooler that drops the startup parameter options, and " +
  "instants would be hours off; run ALTER ROLE … SET timezone = 'UTC' for the user of DATABASE_URL and restart the pooler";
export const NO_OPTIONS =
  "the pooler refuses the startup parameter options; move to PgBouncer 1.21 or newer, or let DATABASE_URL name the " +
  "database itself";
export const NO_STATEMENTS =
  "the pooler mixes up the prepared statements of its clients, as PgBouncer before 1.21 does in transaction mode; " +
  "move to 1.21 or newer, use session mode, or let DATABASE_URL name the database itself";

/**
 * What a pool asks of each new connection before anybody gets it.
 * @param config of the pool's connections
 * @param preparesStatements the connections keep named statements: whether they can is asked once
 * @returns what gives a promise that the pool waits for, which its types do not know
 */
export function sessionCheck(
  config: pg.ClientConfig,
  preparesStatements: boolean,
): (client: pg.ClientBase) => unknown {
  let statements: Promise<void> | undefined;
  return async (client) => {
    await beginSession(client);
    if (!preparesStatements) return;
    statements ??= checkStatements(client, config).catch((error: unknown) => {
      statements = undefined;
      throw error;
    });
    await statements;
  };
}

/**
 * Refuses a new connection whose instants would be read hours off. Turns the compiling of queries off with the same question:
 * it takes PostgreSQL half a second for a list's count, which is an estimate of 6,000 rows. Not with the startup parameter,
 * of which PgBouncer refuses settings that it does not know.
 */
async function beginSession(client: pg.ClientBase): Promise<void> {
  const question = {
    text: "SELECT current_setting('TimeZone') AS zone, set_config('jit', 'off', false)",
    query_timeout: ANSWER_WITHIN_MS,
  };
  const { rows } = await client.query<{ zone: string }>(question);
  if (!UTC.test((rows[0]?.zone ?? "").toLowerCase())) throw new PoolerError(IN_ANOTHER_ZONE);
}

/**
 * Refuses a pooler that hands one client's prepared statements to another: two connections each prepare one under the
 * same name, which only a server that they share refuses.
 * @param config of the other connection
 */
async function checkStatements(client: pg.ClientBase, config: pg.ClientConfig): Promise<void> {
  const other = new pg.Client(config);
  // What else happens to it is told by its query.
  other.on("error", () => undefined);
  await other.connect();
  try {
    for (let tried = 0; tried < TRIES; tried++) {
      const statement = { name: randomUUID(), text: "SELECT 1", query_timeout: ANSWER_WITHIN_MS };
      await client.query(statement);
      await other.query(statement);
    }
  } catch (error) {
    const shared = error instanceof pg.DatabaseError && OTHERS_STATEMENTS.has(error.code ?? "");
    throw shared ? new PoolerError(NO_STATEMENTS, { cause: error }) : error;
  } finally {
    await other.end();
  }
}
