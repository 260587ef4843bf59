import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { findBrowser } from "@/scripts/browser";
import { inProject } from "@/scripts/project";
import { startApplication } from "@/scripts/testing/application";
import { countsOfPlaywright, type Counts } from "@/scripts/testing/reports";
import { runNode } from "@/scripts/testing/run-program";

/**
 * Playwright against the application as `npm start` serves it: one server, one browser, an empty
 * data folder. What the tests need to know reaches them as E2E_ variables.
 */
export async function runBrowserTests({
  folder,
  signal,
}: {
  folder: string;
  signal: AbortSignal;
}): Promise<Counts> {
  const browser = await findBrowser();
  const data = path.join(folder, "application");
  await mkdir(data);
  // The database server's own user has to pass through both where the tests run as root.
  await Promise.all([chmod(folder, 0o711), chmod(data, 0o711)]);
  const report = path.join(folder, "browser.json");
  const application = await startApplication(data, signal);
  try {
    const exitCode = await runNode(
      [inProject("node_modules", "@playwright", "test", "cli.js"), "test", "--forbid-only"],
      {
        signal,
        environment: {
          E2E_BROWSER: browser,
          E2E_URL: application.url,
          E2E_ACCOUNTS: JSON.stringify(application.accounts),
          E2E_DATABASE_URL: application.databaseUrl,
          E2E_MAILBOX_URL: application.mailboxUrl,
          PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        },
      },
    );
    return await countsOfPlaywright(report, exitCode);
  } finally {
    await application.stop();
  }
}
