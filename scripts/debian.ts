import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CHECKOUT_LOCKS } from "@/scripts/application/running";
import { withLock } from "@/scripts/embedded/folder-lock";

const PACKAGE_WITHIN_MS = 300_000;

/**
 * Installs a package of Debian's; no server that comes with it is started.
 * @throws Error where this is not root, or there is no such package
 */
export async function installDebianPackage(name: string): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error("only root can install Debian's package");
  const options = {
    timeout: PACKAGE_WITHIN_MS,
    // In this runlevel the packages' scripts start nothing.
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
  };
  // Another run may be installing something.
  const patient = ["-o", "DPkg::Lock::Timeout=240"];
  const run = promisify(execFile);
  // The lists of packages have a lock that nobody waits for, and two stages of the tests may want a package each.
  await withLock(CHECKOUT_LOCKS, "packages", async () => {
    await run("apt-get", ["update"], options);
    await run("apt-get", [...patient, "install", "--yes", "--no-install-recommends", name], options);
  });
}

/** What went wrong with a step, in one line; undefined when nothing did. */
export async function attempt(step: () => Promise<void>): Promise<string | undefined> {
  try {
    await step();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0] : String(error);
  }
}
