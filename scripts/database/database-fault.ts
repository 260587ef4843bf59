import { isPoolerError, NO_OPTIONS, NO_STATEMENTS } from "@/lib/database/session-check";
import { refusesOptions, sqlState } from "@/lib/sending/database-lost";

export const READ_ONLY =
  "the database is read-only; let DATABASE_URL name the primary, with default_transaction_read_only off";

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const UNUSABLE: Readonly<Record<string, string>> = {
  "3D000": "there is no database of that name; create it and run npm run db:deploy, or mend DATABASE_URL",
  "42P01": "the database has no tables yet; npm run db:deploy makes them",
  "42703": "the database is older than this program; npm run db:deploy brings it up to date",
  "25006": READ_ONLY,
  "42501":
    "the database gives the user of DATABASE_URL no rights to its tables; use the one that ran npm run db:deploy",
  "28P01": "the database refuses the password in DATABASE_URL",
  "28000": "the database does not let the user of DATABASE_URL in",
  "26000": NO_STATEMENTS,
  "42P05": NO_STATEMENTS,
  "57014":
    "the database gave a query up for taking too long; raise statement_timeout for the user of DATABASE_URL",
  "55P03":
    "the database gave a query up that waited for a lock; try again, or raise lock_timeout for the user of DATABASE_URL",
  "25P04":
    "the database gave a transaction up for taking too long; raise transaction_timeout for the user of DATABASE_URL",
  "25P03":
    "the database gave a transaction up that paused; raise idle_in_transaction_session_timeout for the user of DATABASE_URL",
};

/** What an operator is told where the database is there and cannot be used as it is; undefined for any other error. */
export function databaseFault(error: unknown): string | undefined {
  const fault = databaseFaultInLine(error);
  return fault && `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`;
}

/** The same within another sentence. */
export function databaseFaultInLine(error: unknown): string | undefined {
  if (isPoolerError(error)) return error.message;
  return refusesOptions(error) ? NO_OPTIONS : UNUSABLE[sqlState(error) ?? ""];
}
