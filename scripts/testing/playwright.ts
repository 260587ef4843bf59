import { chmod, mkdtemp } from "node:fs/promises";
import path from "node:path";
import { findBrowser } from "@/scripts/browser";
import { inProject } from "@/scripts/project";
import { startApplication } from "@/scripts/testing/application";
import { runNode } from "@/scripts/testing/run-program";

/**
 * Runs Playwright's own `test` command with these arguments and variables.
 * @returns its exit code
 */
export type Playwright = (
  given: readonly string[],
  environment: Readonly<Record<string, string>>,
) => Promise<number>;

/**
 * Playwright against the application as `npm start` serves it: one server, one browser, an empty
 * data folder. What the tests need to know reaches them as E2E_ variables.
 * @param folder an existing one for the application's data
 */
export async function withApplication<T>(
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
  task: (playwright: Playwright) => Promise<T>,
): Promise<T> {
  const browser = await findBrowser();
  const data = await mkdtemp(path.join(folder, "application-"));
  // The database server's own user has to pass through both where the tests run as root.
  await Promise.all([chmod(folder, 0o711), chmod(data, 0o711)]);
  const application = await startApplication(data, signal);
  try {
    return await task((given, environment) =>
      runNode(
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
      ),
    );
  } finally {
    await application.stop();
  }
}
