import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { tooOld } from "@/scripts/node-version.mjs";
import { inProject } from "@/scripts/project";

test.each(["18.20.8", "20.18.3", "19.9.0"])("Node %s is turned away with one sentence", (version) => {
  expect(tooOld(version)).toBe(`Posthorn needs Node 20.19 or newer; this is ${version}.`);
});

test.each(["20.19.0", "20.20.1", "22.1.0", "25.0.0-nightly"])("Node %s will do", (version) => {
  expect(tooOld(version)).toBeUndefined();
});

test("every command asks for Node's age before it loads anything else", async () => {
  const scripts = await npmScripts();
  const commands = Object.values(scripts).filter((line) => line.startsWith("node "));
  expect(commands.length).toBeGreaterThanOrEqual(15);
  for (const line of commands) {
    expect(line).toMatch(/ scripts\/command\.mjs \S+$|^node --import \.\/scripts\/refuse-old-node\.mjs /);
  }
  const [first] = (await readFile(inProject("scripts", "command.mjs"), "utf8")).split("\n");
  expect(first).toBe('import "./refuse-old-node.mjs";');
});

test("npm start and npm run dev say something before anything that takes long is read", async () => {
  const scripts = await npmScripts();
  for (const name of ["start", "dev"])
    expect(scripts[name]).toMatch(/^node --import \S+refuse-old-node\.mjs --import \S+say-starting\.mjs /);
  // Nothing is read before the word is out.
  const said = await readFile(inProject("scripts", "say-starting.mjs"), "utf8");
  expect(said).toContain("console.log(");
  expect(said).not.toContain("import");
});

async function npmScripts(): Promise<Record<string, string>> {
  return z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(inProject("package.json"), "utf8"))).scripts;
}
