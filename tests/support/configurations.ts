import { ConfigurationError, readEnv, type EnvSource } from "@/lib/env";
import type { Fault } from "@/lib/env/faults";

/** A complete configuration of a server that sends real mail. */
export const PRODUCTION = {
  DATABASE_URL: "postgresql://posthorn:pw@db.posthorn.io/posthorn",
  RESEND_API_KEY: "re_Hd7Kq2Vx_9sLmT4wYbN8cRf3",
  RESEND_FROM: "Posthorn <mail@posthorn.io>",
  AUTH_SECRET: "a1-P0fQ7tYz2LwKd9RmXcVbN4sGhJ6e5TqWv",
  CRON_SECRET: "c2-W8uEiR5oPqLzMxNcVb0",
  UNSUBSCRIBE_SECRET: "u3-T6yHnB4vGcF2xDzS9aQwKl7JmPoE8RiUe",
  APP_URL: "https://mail.posthorn.io",
} as const;

/** What the commands of this project hand to an application whose services are all embedded. */
export const LAPTOP = {
  DATABASE_URL: "postgresql://posthorn:pw@127.0.0.1:5500/posthorn",
  RESEND_API_KEY: "re_embedded_mailbox",
  RESEND_BASE_URL: "http://127.0.0.1:5501",
  AUTH_SECRET: PRODUCTION.AUTH_SECRET,
  CRON_SECRET: PRODUCTION.CRON_SECRET,
  UNSUBSCRIBE_SECRET: PRODUCTION.UNSUBSCRIBE_SECRET,
  POSTHORN_EMBEDDED: "database,mailbox",
} as const;

/** All that is wrong with a configuration; empty where nothing is. */
export function faultsIn(source: EnvSource): readonly Fault[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

/** The one sentence that a command would print; empty where nothing is wrong. */
export function complaintAbout(source: EnvSource): string {
  return faultsIn(source)[0]?.says ?? "";
}

/** One sentence about `name`, on one line. */
export function sentenceAbout(name: string): RegExp {
  return new RegExp(
    `^${name} (?:must be|is not set|stands in quotes|asks|is embedded)(?:(?!\\. |\\n).)*\\.$`,
    "u",
  );
}
