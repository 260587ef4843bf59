import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { inProject } from "@/scripts/project";

const FILE = inProject("tests", "matrix-passed.json");
const PROVED = ["lib", "sending"];
const passedSchema = z.object({ "lib/sending": z.string() });

/** Whether the code that the whole fault matrix proves is another than when it last passed. */
export async function matrixIsDue(): Promise<boolean> {
  const passed = passedSchema.parse(JSON.parse(await readFile(FILE, "utf8")));
  return passed["lib/sending"] !== (await stateOf(inProject(...PROVED)));
}

export async function rememberMatrix(state: string): Promise<void> {
  await writeFile(FILE, `${JSON.stringify({ "lib/sending": state }, null, 2)}\n`);
}

/** A fingerprint of the names and contents of a folder's TypeScript. */
export async function stateOf(folder = inProject(...PROVED)): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(folder, { recursive: true });
  const names = entries.filter((name) => /\.tsx?$/.test(name)).map((name) => name.split(path.sep).join("/"));
  for (const name of names.sort())
    hash.update(`${name}\0${await readFile(path.join(folder, name), "utf8")}\0`);
  return hash.digest("hex");
}
