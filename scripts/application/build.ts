import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { CommandError } from "@/scripts/command-line";
import { runNext } from "@/scripts/application/next-program";
import { CHECKOUT_LOCKS, checkoutIsClosed, findServing } from "@/scripts/application/running";
import { readIfThere } from "@/scripts/embedded/files";
import { withLock } from "@/scripts/embedded/folder-lock";
import { inProject, PROJECT } from "@/scripts/project";

/** Everything the built application is made from. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "middleware.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "prisma/schema.prisma",
  "scripts/compile-cache-handler.mjs",
  "tsconfig.json",
];

const STAMP = inProject(".next", "posthorn-sources");

/**
 * Builds the application unless it was built from exactly these sources. Compared by content, since
 * switching a branch back and forth turns the files' times and nothing else.
 * @param before what has to be written down before anybody may build again, such as that one serves it
 * @throws CommandError when the build fails, or another application is being served from the old one
 */
export async function ensureBuild(
  signal: AbortSignal,
  before: () => Promise<void> = async () => {},
): Promise<void> {
  if (await checkoutIsClosed()) {
    if (await isCurrent()) return before();
    throw new CommandError(
      `The application is not built from these sources, and ${PROJECT} cannot be written; start it once as an account that may write there.`,
    );
  }
  await withLock(
    CHECKOUT_LOCKS,
    "build",
    async () => {
      if (!(await isCurrent())) await build(signal);
      if (!signal.aborted) await before();
    },
    { signal, onWait: () => console.log("Waiting for another start to build the application.") },
  );
}

async function build(signal: AbortSignal): Promise<void> {
  // Its pages would ask for files that are gone.
  const served = await findServing("start");
  if (served) {
    throw new CommandError(
      `The application has changed since it was built, and ${served.address} is served from that build (process ${served.pid}); end that first.`,
    );
  }
  const sources = await hashOf(SOURCES);
  await rm(STAMP, { force: true });
  console.log("Building the application, which takes from half a minute to a few minutes.");
  const code = await runNext(["build"], { signal, environment: { NODE_ENV: "production" } });
  if (signal.aborted) return;
  if (code !== 0) throw new CommandError("The application could not be built; the reason stands above.");
  await writeFile(STAMP, sources);
}

async function isCurrent(): Promise<boolean> {
  return (await readIfThere(STAMP)) === (await hashOf(SOURCES));
}

async function hashOf(sources: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of await filesIn(inProject(source))) {
      const content = await readFile(file);
      hash.update(`${path.relative(PROJECT, file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

/** The files of a folder in a fixed order, the file itself, or nothing where nothing is. */
async function filesIn(place: string): Promise<string[]> {
  const found = await stat(place).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!found?.isDirectory()) return found ? [place] : [];
  const names = (await readdir(place)).sort();
  return (await Promise.all(names.map((name) => filesIn(path.join(place, name))))).flat();
}
