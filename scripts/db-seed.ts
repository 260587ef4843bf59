import { applyChange } from "@/lib/cache/apply-change";
import { cacheTags } from "@/lib/cache/tags";
import { ConfigurationError, demoDataAllowed, env, withoutEmpty } from "@/lib/env";
import { loadDemoDataOnce, printAccounts, showDemoAccounts } from "@/scripts/application/demo-accounts";
import { CommandError, readArguments, runCommand } from "@/scripts/command-line";
import { deployMigrations } from "@/scripts/database/migrations";
import { loadEnvFile } from "@/scripts/embedded/services";
import { withServices } from "@/scripts/embedded/with-services";

/**
 * npm run db:seed: what `npm start` does by itself on an empty embedded database. With --into-own-database the same people,
 * messages and mailings, all of them paused, for the empty database of DATABASE_URL.
 */
await runCommand(async () => {
  const { values } = readArguments({
    options: { "into-own-database": { type: "boolean", default: false } },
  });
  const own = values["into-own-database"];
  if (own) refuseWithoutDatabase();
  await withServices(own ? intoOwnDatabase : intoEmbeddedDatabase);
});

async function intoEmbeddedDatabase(): Promise<void> {
  if (!demoDataAllowed(env())) {
    const name = env().embedded.database ? "RESEND_API_KEY" : "DATABASE_URL";
    throw new ConfigurationError(
      `${name} must be left out for demo data, which goes only where database and mailbox are both the embedded ones; --into-own-database loads it without sending.`,
    );
  }
  await deployMigrations(env().DATABASE_URL);
  if (!(await loadDemoDataOnce())) {
    throw new CommandError("The database has accounts already; demo data is for an empty one.");
  }
  await refreshPages();
  await showDemoAccounts();
}

async function intoOwnDatabase(): Promise<void> {
  // Late, like everything that needs the database's client: see withServices.
  const { loadIntoOwnDatabase } = await import("@/scripts/seed/own-database");
  const accounts = await loadIntoOwnDatabase();
  await refreshPages();
  printAccounts(accounts);
  console.log("Every mailing is paused: nothing goes out before its owner resumes it.");
}

/** Before an embedded database is started in its place. */
function refuseWithoutDatabase(): void {
  loadEnvFile();
  const { DATABASE_URL: given, POSTHORN_EMBEDDED: marks } = withoutEmpty(process.env);
  if (given === undefined || marks?.includes("database") === true) {
    throw new ConfigurationError("DATABASE_URL must name the database for --into-own-database.");
  }
}

function refreshPages(): Promise<void> {
  const tags = [cacheTags.posts(), cacheTags.figures(), cacheTags.clients()];
  return applyChange({ tags, wake: false }, "outside");
}
