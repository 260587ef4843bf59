import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import { CommandError } from "@/scripts/command-line";
import { attempt, installDebianPackage } from "@/scripts/debian";
import { inProject, PROJECT } from "@/scripts/project";

const run = promisify(execFile);

// A cold start from a slow disk; a warm one answers in a tenth of a second.
const VERSION_WITHIN_MS = 20_000;
const DOWNLOAD_WITHIN_MS = 60_000;
// The shell without windows takes a third of the processors' time that a whole browser takes.
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];

/**
 * The path of a Chromium to drive: one that is installed, else Playwright's own download, else
 * Debian's package where this is root.
 * @throws CommandError that says what was tried
 */
export async function findBrowser(): Promise<string> {
  const installed = await installedBrowser();
  if (installed !== undefined) return installed;
  const failures = [await attempt(downloadBrowser)];
  const downloaded = await installedBrowser();
  if (downloaded !== undefined) return downloaded;
  for (const name of ["chromium-headless-shell", "chromium"]) {
    failures.push(await attempt(() => installDebianPackage(name)));
    const packaged = await installedBrowser();
    if (packaged !== undefined) return packaged;
  }
  throw new CommandError(
    `There is no browser for the tests: install Chromium or name one in PLAYWRIGHT_CHROMIUM_EXECUTABLE (${failures.filter(Boolean).join("; ")}).`,
  );
}

async function installedBrowser(): Promise<string | undefined> {
  const named = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE;
  if (named) {
    if (await canRun(named)) return named;
    throw new CommandError(`PLAYWRIGHT_CHROMIUM_EXECUTABLE is ${named}, which cannot be run.`);
  }
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const places = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  for (const place of [...places, chromium.executablePath()]) {
    if (await canRun(place)) return place;
  }
  return undefined;
}

/** By its answer: one without its libraries is there and executable, and does not run. */
async function canRun(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    // On Windows it would open a window instead of answering.
    if (process.platform !== "win32") await run(file, ["--version"], { timeout: VERSION_WITHIN_MS });
    return true;
  } catch (error) {
    // Not there, not allowed, ended with a fault or killed for its silence.
    if (error instanceof Error && ("code" in error || "killed" in error)) return false;
    throw error;
  }
}

async function downloadBrowser(): Promise<void> {
  const cli = inProject("node_modules", "@playwright", "test", "cli.js");
  await run(process.execPath, [cli, "install", "chromium"], { cwd: PROJECT, timeout: DOWNLOAD_WITHIN_MS });
}
