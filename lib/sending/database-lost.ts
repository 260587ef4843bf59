import { z } from "zod";
import { isPoolerError } from "@/lib/database/session-check";

/** What the adapter calls a server that is away, closes a connection or takes no more of them. */
const KINDS = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);
/** SQLSTATE: connection exceptions, shutdown, crash, start-up (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const STATES = /^(08...|57P0[1-3])$/;
/** Prisma's words for the same, for queries that are not raw (https://www.prisma.io/docs/orm/reference/error-reference). */
const CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2037"]);
/** node-postgres has no code for these. */
const WORDS = /Connection terminated|timeout exceeded when trying to connect|not queryable/;

const faultSchema = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  meta: z
    .object({
      driverAdapterError: z.object({
        cause: z.object({
          kind: z.string(),
          originalCode: z.string().optional(),
          originalMessage: z.string().optional(),
        }),
      }),
    })
    .optional()
    .catch(undefined),
});

/** Whether a query failed because the server is away or cut the connection, and not for what the query said. */
export function isDatabaseLost(error: unknown): boolean {
  const fault = faultSchema.safeParse(error).data;
  if (fault === undefined) return false;
  const cause = fault.meta?.driverAdapterError.cause;
  if (refusesOptions(error)) return false;
  if (cause !== undefined) return KINDS.has(cause.kind) || STATES.test(cause.originalCode ?? "");
  return CODES.has(fault.code ?? "") || WORDS.test(fault.message ?? "");
}

/**
 * Read-only, no rights, no such database, user, table or column, prepared statements of somebody else: whatever is asked,
 * and whoever asks.
 */
const USELESS = new Set(["25006", "42501", "3D000", "28000", "28P01", "42P01", "42703", "26000", "42P05"]);
/** By statement_timeout, lock_timeout, idle_in_transaction_session_timeout or transaction_timeout. */
const GIVEN_UP = new Set(["57014", "55P03", "25P03", "25P04"]);
/** Prisma's codes for queries that are not raw. */
const STATE_OF_CODE: Readonly<Record<string, string>> = {
  P1000: "28P01",
  P1003: "3D000",
  P1010: "28000",
  P2021: "42P01",
  P2022: "42703",
};

/** The SQLSTATE of a failed query; undefined where there is none. */
export function sqlState(error: unknown): string | undefined {
  const fault = faultSchema.safeParse(error).data;
  if (fault === undefined) return undefined;
  const told = /Code: `(\w{5})`/.exec(fault.message ?? "")?.[1];
  return fault.meta?.driverAdapterError.cause.originalCode ?? told ?? STATE_OF_CODE[fault.code ?? ""];
}

/** Whether a query failed for the state of the whole database, so that every other would. */
export function isDatabaseUseless(error: unknown): boolean {
  if (isPoolerError(error) || refusesOptions(error)) return true;
  return isDatabaseLost(error) || USELESS.has(sqlState(error) ?? "");
}

/** PgBouncer has one SQLSTATE (08P01) for all it says itself. */
export function refusesOptions(error: unknown): boolean {
  const { message, meta } = faultSchema.safeParse(error).data ?? {};
  const said = meta?.driverAdapterError.cause.originalMessage ?? message ?? "";
  return said.includes("unsupported startup parameter");
}

/**
 * What to log of a fault: the error itself, or one line where the database is away or useless, gave the query up or
 * has a pooler that is refused. A stack says nothing of those, and they come again with every tick.
 */
export function sayFault(message: string, error: unknown): unknown[] {
  if (isPoolerError(error)) return [`${message}, for ${error.message}`];
  const what = isDatabaseLost(error)
    ? "does not answer"
    : isDatabaseUseless(error)
      ? "cannot be used as it is (npm run doctor says what to do)"
      : GIVEN_UP.has(sqlState(error) ?? "") && "gave the query up";
  if (what === false) return [message, error];
  const words = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
  return [`${message}, for the database ${what}: ${words}`];
}

type Report = (message: string, error: unknown) => void;

/** A database that serves nobody fails every part alike, and the tick after them. */
export function onceIfUseless(report: Report): Report {
  let isTold = false;
  return (message, error) => {
    const isUseless = isDatabaseUseless(error);
    if (!isUseless || !isTold) report(message, error);
    isTold ||= isUseless;
  };
}
