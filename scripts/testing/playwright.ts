import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { findBrowser } from "@/scripts/browser";
import { inProject } from "@/scripts/project";
import { startApplication } from "@/scripts/testing/application";
import { runNode } from "@/scripts/testing/run-program";

interface PlaywrightOptions {
  /** An existing folder for the application's data. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Of Playwright's own `test` command. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Playwright against the application as `npm start` serves it: one server, one browser, an empty
 * data folder. What the tests need to know reaches them as E2E_ variables.
 * @returns Playwright's exit code
 */
export async function runPlaywright({
  folder,
  signal,
  arguments: given,
  environment,
}: PlaywrightOptions): Promise<number> {
  const browser = await findBrowser();
  const data = path.join(folder, "application");
  await mkdir(data);
  // The database server's own user has to pass through both where the tests run as root.
  await Promise.all([chmod(folder, 0o711), chmod(data, 0o711)]);
  const application = await startApplication(data, signal);
  try {
    return await runNode(
      [inProject("node_modules", "@playwright", "test", "cli.js"), "test", "--forbid-only", ...given],
      {
        signal,
        environment: {
          ...environment,
          E2E_BROWSER: browser,
          E2E_URL: application.url,
          E2E_ACCOUNTS: JSON.stringify(application.accounts),
          E2E_DATABASE_URL: application.databaseUrl,
          E2E_MAILBOX_URL: application.mailboxUrl,
          E2E_MAILBOX_KEY: application.mailboxKey,
        },
      },
    );
  } finally {
    await application.stop();
  }
}
