import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { ConfigurationError, forgetEnv, readEnv, withoutEmpty } from "@/lib/env";
import { isVariable } from "@/lib/env/variables";
import { chooseServices } from "@/scripts/embedded/choose-services";
import type { Choice } from "@/scripts/embedded/choose-services";
import { withLock } from "@/scripts/embedded/folder-lock";
import { runMailbox } from "@/scripts/embedded/mailbox";
import { runPostgres } from "@/scripts/embedded/postgres";
import { keepSecrets } from "@/scripts/embedded/secrets";
import type { Secrets } from "@/scripts/embedded/secrets";
import { explainingFolder, makeDataFolder } from "@/scripts/embedded/data-folder";
import { findPostgresPackage } from "@/scripts/embedded/postgres-package";
import { serverUser } from "@/scripts/embedded/server-user";
import type { ServerUser } from "@/scripts/embedded/server-user";
import { enter, leave } from "@/scripts/embedded/users";
import { dataFolder, inProject } from "@/scripts/project";

const LOCK = "services";

export interface Services {
  /** What the services add to the environment: addresses, secrets and marks. */
  readonly env: Readonly<Record<string, string>>;
  /** Which services this call started rather than found running or needed not. */
  readonly started: Choice;
  /** Leaves the services; the last to leave stops them. Harmless when called again. */
  stop(): Promise<void>;
}

interface Running {
  readonly url: string;
  readonly started: boolean;
  stop(): Promise<void>;
}

/**
 * Starts, or attaches to, every service that no environment variable replaces. `.env` is read first;
 * what is set already wins over it. The environment itself is left as it is: see `withServices`.
 * @throws ConfigurationError, CommandError
 */
export async function startServices(source: NodeJS.ProcessEnv = process.env): Promise<Services> {
  const given = withoutEmpty(source);
  const choice = chooseServices(given);
  if (!choice.database && !choice.mailbox) {
    readEnv(given);
    return { env: {}, started: choice, stop: async () => {} };
  }
  // Before a folder or an account is made on a machine that can run no server.
  if (choice.database) await findPostgresPackage();
  const folder = dataFolder(given.POSTHORN_DATA);
  return explainingFolder(folder, async () => {
    const user = await serverUser();
    await makeDataFolder(folder, user);
    return withLock(folder, LOCK, () => startUnderLock(given, choice, folder, user));
  });
}

async function startUnderLock(
  given: Record<string, string>,
  choice: Choice,
  folder: string,
  user: ServerUser | undefined,
): Promise<Services> {
  const secrets = await keepSecrets(folder);
  // Before anything is started, with addresses that only stand for those to come.
  readEnv({
    ...given,
    ...additions(given, choice, secrets, "postgresql://127.0.0.1/posthorn", "http://127.0.0.1"),
  });

  const name = await enter(folder);
  const running: Running[] = [];
  const leaveServices = () => leaveAndStop(folder, name, running);
  try {
    const postgres = choice.database ? await runPostgres(folder, secrets.DATABASE_PASSWORD, user) : undefined;
    if (postgres) running.push(postgres);
    const mailbox = choice.mailbox ? await runMailbox(folder, secrets.MAILBOX_KEY) : undefined;
    if (mailbox) running.push(mailbox);
    return {
      env: additions(given, choice, secrets, postgres?.url, mailbox?.url),
      started: { database: postgres?.started ?? false, mailbox: mailbox?.started ?? false },
      stop: once(() => withLock(folder, LOCK, leaveServices)),
    };
  } catch (error) {
    await leaveServices();
    throw error;
  }
}

/**
 * Reads `.env` of the project into the environment; what is set already stays.
 * @throws ConfigurationError where it, or a variable in it, would be read as if it were not there
 */
export function loadEnvFile(): void {
  const file = inProject(".env");
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new ConfigurationError(
      ".env is not saved as UTF-8 (perhaps as UTF-16 or “Unicode”); save it as UTF-8.",
    );
  }
  const text = bytes.toString();
  // Node drops the lone CR, and all of the file is one line.
  if (/\r(?!\n)/.test(text))
    throw new ConfigurationError(".env has line ends of CR alone; save it with those of Unix or Windows.");
  const unread = unreadVariable(text);
  if (unread !== undefined) {
    throw new ConfigurationError(
      `.env names ${unread} in a way that is not read; write ${unread}=value on a line of its own, in capitals.`,
    );
  }
  process.loadEnvFile(file);
}

/** As in `DATABASE_URL: value`, `set DATABASE_URL=value` or `database_url=value`, of which Node makes other names. */
function unreadVariable(text: string): string | undefined {
  return Object.keys(parseEnv(text.replace(/^\uFEFF/, "")))
    .filter((name) => !isVariable(name))
    .flatMap((name) => name.toUpperCase().split(/\W+/))
    .find(isVariable);
}

/** Puts the services' addresses and secrets into this process's environment. */
export function adoptEnv(services: Services): void {
  Object.assign(process.env, services.env);
  forgetEnv();
}

function additions(
  given: Record<string, string>,
  choice: Choice,
  secrets: Secrets,
  databaseUrl: string | undefined,
  mailboxUrl: string | undefined,
): Record<string, string> {
  const added: Record<string, string> = {
    POSTHORN_EMBEDDED: [choice.database && "database", choice.mailbox && "mailbox"].filter(Boolean).join(","),
  };
  if (choice.mailbox && mailboxUrl) {
    added.RESEND_BASE_URL = mailboxUrl;
    added.RESEND_API_KEY = secrets.MAILBOX_KEY;
  }
  if (choice.database && databaseUrl) {
    added.DATABASE_URL = databaseUrl;
    // They belong to the data: links in mails and sessions live as long as the database does.
    for (const name of ["AUTH_SECRET", "CRON_SECRET", "UNSUBSCRIBE_SECRET"] as const) {
      if (given[name] === undefined) added[name] = secrets[name];
    }
  }
  return added;
}

async function leaveAndStop(folder: string, name: string, running: readonly Running[]): Promise<void> {
  if (!(await leave(folder, name))) return;
  const results = await Promise.allSettled(running.map((service) => service.stop()));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

function once(task: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= task());
}
