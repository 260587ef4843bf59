import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { CommandError } from "@/scripts/command-line";
import { readIfThere } from "@/scripts/embedded/files";
import { withLock } from "@/scripts/embedded/folder-lock";
import { inProject, PROJECT } from "@/scripts/project";

const CLIENT = inProject("node_modules", ".prisma");
const STAMP = path.join(CLIENT, "client", "posthorn-stamp");

/**
 * Generates the database client when it is missing or was made from another schema or by another
 * release of Prisma. Needs no network. Call it before anything imports @prisma/client.
 * @throws CommandError when the schema is refused
 */
export async function ensureClient(): Promise<void> {
  const wanted = await stampOfSchema();
  if ((await readIfThere(STAMP)) === wanted) return;
  await withLock(CLIENT, "generate", async () => {
    if ((await readIfThere(STAMP)) === wanted) return;
    await rm(STAMP, { force: true });
    await generate();
    await writeFile(STAMP, wanted);
  });
}

async function stampOfSchema(): Promise<string> {
  const parts = await Promise.all([
    readFile(inProject("prisma", "schema.prisma")),
    readFile(inProject("node_modules", "prisma", "package.json")),
    readFile(inProject("node_modules", "@prisma", "client", "package.json")),
  ]);
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

async function generate(): Promise<void> {
  const cli = inProject("node_modules", "prisma", "build", "index.js");
  try {
    await promisify(execFile)(process.execPath, [cli, "generate"], {
      cwd: PROJECT,
      env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
    });
  } catch (error) {
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new CommandError(`The database client could not be generated: ${stderr}`);
  }
}
