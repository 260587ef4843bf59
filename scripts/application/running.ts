import { constants } from "node:fs";
import { access, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CommandError } from "@/scripts/command-line";
import { birthOf } from "@/scripts/embedded/alive";
import { readIfThere, writePrivately } from "@/scripts/embedded/files";
import { withLock } from "@/scripts/embedded/folder-lock";
import { inProject } from "@/scripts/project";

// Which applications run from this checkout: one file each, named for the process. Two at one port would
// each believe the other's answers to be its own, and a build pulls the files from under whoever serves it.

/** Beside the packages and not in .next, which a build empties. */
export const CHECKOUT_LOCKS = inProject("node_modules", ".cache", "posthorn");
const APPLICATIONS = path.join(CHECKOUT_LOCKS, "applications");

const runningSchema = z.object({
  pid: z.int().positive(),
  birth: z.string(),
  mode: z.enum(["start", "dev"]),
  port: z.int(),
  address: z.string(),
  /** False while it is still preparing. */
  serving: z.boolean(),
});
type Running = z.infer<typeof runningSchema>;

export interface Registration {
  /** From here on nobody builds anew under this application. */
  serving(): Promise<void>;
  leave(): Promise<void>;
}

/**
 * Writes down that this process is about to serve at a port.
 * @throws CommandError where another one of this checkout has the port, or runs `npm run dev` already
 */
export async function registerApplication(
  mode: Running["mode"],
  port: number,
  address: string,
): Promise<Registration> {
  // Nobody builds there, and whoever has the port is found at the port.
  if (await checkoutIsClosed()) return { serving: async () => {}, leave: async () => {} };
  const own = path.join(APPLICATIONS, String(process.pid));
  const entry = { pid: process.pid, birth: (await birthOf(process.pid)) ?? "", mode, port, address };
  const write = (serving: boolean) => writePrivately(own, JSON.stringify({ ...entry, serving }));
  await withLock(CHECKOUT_LOCKS, "applications", async () => {
    for (const other of await readRunning()) refuseBeside(other, mode, port);
    await write(false);
  });
  return { serving: () => write(true), leave: () => rm(own, { force: true }) };
}

/** One that serves from this checkout in that mode, or undefined. */
export async function findServing(mode: Running["mode"]): Promise<Running | undefined> {
  const running = await readRunning();
  return running.find((one) => one.serving && one.mode === mode && one.pid !== process.pid);
}

/** Whether this account can write nothing into the checkout, as in an image that was built beforehand. */
export async function checkoutIsClosed(): Promise<boolean> {
  try {
    await mkdir(APPLICATIONS, { recursive: true });
    await access(APPLICATIONS, constants.W_OK);
    return false;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EACCES" || code === "EPERM" || code === "EROFS") return true;
    throw error;
  }
}

function refuseBeside(other: Running, mode: Running["mode"], port: number): void {
  if (other.port === port) {
    const what = other.serving ? "runs here already" : "is starting here already";
    throw new CommandError(
      `Posthorn ${what}, at ${other.address} (process ${other.pid}); use that one, end it first, or set PORT to another.`,
    );
  }
  // Next allows one, and says so at length.
  if (other.mode === "dev" && mode === "dev") {
    throw new CommandError(
      `npm run dev runs here already, at ${other.address} (process ${other.pid}); use that one or end it first.`,
    );
  }
}

/** Those that live; what killed ones left is removed. */
async function readRunning(): Promise<Running[]> {
  const living: Running[] = [];
  for (const name of await namesIn(APPLICATIONS)) {
    // Written under another name first: see writePrivately.
    if (!/^\d+$/.test(name)) continue;
    const file = path.join(APPLICATIONS, name);
    const text = await readIfThere(file);
    if (text === undefined) continue;
    const running = runningSchema.parse(JSON.parse(text));
    if ((await birthOf(running.pid)) === running.birth) living.push(running);
    else await rm(file, { force: true });
  }
  return living;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
