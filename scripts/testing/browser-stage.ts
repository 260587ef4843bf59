import path from "node:path";
import { runPlaywright } from "@/scripts/testing/playwright";
import { countsOfPlaywright, type Counts } from "@/scripts/testing/reports";

/** The browser tests, and how many of them passed. */
export async function runBrowserTests({
  folder,
  signal,
}: {
  folder: string;
  signal: AbortSignal;
}): Promise<Counts> {
  const report = path.join(folder, "browser.json");
  const exitCode = await runPlaywright({
    folder,
    signal,
    arguments: [],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return countsOfPlaywright(report, exitCode);
}
