import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { inProject, PROJECT } from "@/scripts/project";
import { withFlaky } from "@/scripts/testing/second-look";

const NAME = "tests/flaky.json";
const names = z.array(z.string());

/** The tests that are remembered as flaky: as committed, or as the file says where there is no repository. */
export async function knownFlaky(): Promise<string[]> {
  return names.parse(JSON.parse((await committed()) ?? (await readFile(inProject(NAME), "utf8"))));
}

async function committed(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("git", ["show", `HEAD:./${NAME}`], { cwd: PROJECT });
    return stdout;
  } catch (error) {
    // No git, no repository, or not committed yet.
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** Writes them down in the checkout. */
export async function rememberFlaky(flaky: readonly string[]): Promise<void> {
  if (flaky.length === 0) return;
  const file = inProject(NAME);
  const written = names.parse(JSON.parse(await readFile(file, "utf8")));
  await writeFile(file, withFlaky(written, flaky));
}
