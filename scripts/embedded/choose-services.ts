import { ConfigurationError, refuseEmbeddedOnVercel, withoutEmpty } from "@/lib/env";
import type { EnvSource } from "@/lib/env";

/** What has to run on this machine because no environment variable replaces it. */
export interface Choice {
  readonly database: boolean;
  readonly mailbox: boolean;
}

/**
 * Decides which services to embed. Pure.
 *
 * A database of one's own brings a provider of one's own: mail that a real database plans must not
 * vanish into a mailbox on somebody's laptop unless RESEND_BASE_URL=embedded says so by name.
 * @throws ConfigurationError
 */
export function chooseServices(source: EnvSource): Choice {
  const given = withoutEmpty(source);
  refuseEmbeddedOnVercel(given);
  if (given.POSTHORN_EMBEDDED) return { database: false, mailbox: false };

  const byName = given.RESEND_BASE_URL === "embedded";
  const ownProvider = given.RESEND_API_KEY !== undefined || given.RESEND_BASE_URL !== undefined;
  const choice = { database: given.DATABASE_URL === undefined, mailbox: byName || !ownProvider };

  if (given.VERCEL && choice.database) {
    throw new ConfigurationError("DATABASE_URL is not set, and Vercel can run no embedded database.");
  }
  if (!choice.database && choice.mailbox && !byName) {
    throw new ConfigurationError(
      "RESEND_API_KEY is not set beside DATABASE_URL; set it, or RESEND_BASE_URL=embedded for a mailbox on this machine.",
    );
  }
  return choice;
}
