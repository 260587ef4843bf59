import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { CommandError } from "@/scripts/command-line";
import { readIfThere } from "@/scripts/embedded/files";
import { withLock } from "@/scripts/embedded/folder-lock";
import { inProject, PROJECT } from "@/scripts/project";

const CLIENT = inProject("node_modules", ".prisma");
const UNFINISHED = inProject("node_modules", ".prisma", "posthorn-generating");

const packageSchema = z.object({ version: z.string() });

/**
 * Generates the database client when it is missing or was made from another schema or by another
 * release of Prisma. Needs no network. Nothing that imports @prisma/client may be loaded before.
 * @throws CommandError when the schema is refused
 */
export async function ensureClient(): Promise<void> {
  if (await isCurrent()) return;
  await withLock(CLIENT, "generate", async () => {
    if (await isCurrent()) return;
    await writeFile(UNFINISHED, "");
    await generate();
    await rm(UNFINISHED);
  });
}

/** The client carries the schema it was made from, word for word, and the release that made it. */
async function isCurrent(): Promise<boolean> {
  if ((await readIfThere(UNFINISHED)) !== undefined) return false;
  const [schema, prisma, generatedFrom, generated] = await Promise.all([
    readFile(inProject("prisma", "schema.prisma"), "utf8"),
    readFile(inProject("node_modules", "prisma", "package.json"), "utf8"),
    readIfThere(inProject("node_modules", ".prisma", "client", "schema.prisma")),
    readIfThere(inProject("node_modules", ".prisma", "client", "index.js")),
  ]);
  const { version } = packageSchema.parse(JSON.parse(prisma));
  return (
    generatedFrom === schema && generated !== undefined && generated.includes(`"clientVersion": "${version}"`)
  );
}

async function generate(): Promise<void> {
  const cli = inProject("node_modules", "prisma", "build", "index.js");
  try {
    await promisify(execFile)(process.execPath, [cli, "generate"], {
      cwd: PROJECT,
      // No look for a newer release: it would be a request to the network.
      env: { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" },
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new CommandError(`The database client could not be generated: ${said}`);
  }
}
