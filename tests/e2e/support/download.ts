import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";

/** The lines of the CSV file that a link leads to, without the mark at its start. */
export async function csvOf(page: Page, link: Locator): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const text = await readFile(await download.path(), "utf8");
  return text
    .replace(/^\ufeff/, "")
    .trimEnd()
    .split("\r\n");
}
