import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CommandError } from "@/scripts/command-line";
import { attempt, installDebianPackage } from "@/scripts/debian";

const PROGRAMS = ["redis-server", "valkey-server"];

/**
 * The program of a Redis: one that is installed, else Debian's package where this is root.
 * @throws CommandError that says what is missing
 */
export async function findRedis(): Promise<string> {
  const installed = await installedRedis();
  if (installed !== undefined) return installed;
  const failure = await attempt(() => installDebianPackage("redis-server"));
  const packaged = await installedRedis();
  if (packaged !== undefined) return packaged;
  throw new CommandError(
    `There is no Redis for the tests: install redis-server or valkey-server, or name a running one in TEST_REDIS_URL (${failure ?? "Debian's package has none"}).`,
  );
}

async function installedRedis(): Promise<string | undefined> {
  for (const program of PROGRAMS) {
    if ((await attempt(() => answers(program))) === undefined) return program;
  }
  return undefined;
}

async function answers(program: string): Promise<void> {
  await promisify(execFile)(program, ["--version"], { timeout: 20_000 });
}
