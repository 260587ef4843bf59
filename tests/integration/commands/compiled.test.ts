import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { inProject } from "@/scripts/project";

const LAUNCHER = ["command.mjs", "compile-commands.mjs", "node-version.mjs", "refuse-old-node.mjs"];
const NOBODY = 65_534;

let project: string;

/** A project of one command, with the packages that compile it. */
beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), "posthorn-compiled-"));
  await Promise.all([mkdir(place("lib")), mkdir(place("scripts")), mkdir(place("node_modules"))]);
  for (const name of LAUNCHER) await cp(inProject("scripts", name), place("scripts", name));
  for (const name of ["package-lock.json", "tsconfig.json"]) await cp(inProject(name), place(name));
  for (const name of ["esbuild", "tsx", "zod"]) {
    await symlink(inProject("node_modules", name), place("node_modules", name));
  }
  await writeFile(place("package.json"), `{ "type": "module" }`);
  await writeFile(place("lib", "word.ts"), `export const word: string = "first";`);
  await writeFile(
    place("scripts", "say.ts"),
    `import { z } from "zod";
     import { word } from "@/lib/word";
     console.log(z.string().parse(word), process.argv.slice(2).join(), import.meta.url);`,
  );
});
afterEach(async () => {
  await chmod(place("node_modules"), 0o755);
  await rm(project, { recursive: true, force: true });
});

const place = (...parts: string[]) => path.join(project, ...parts);

async function say(as: { uid?: number } = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [place("scripts", "command.mjs"), "say", "--loud"],
    { cwd: project, ...as },
  );
  return stdout.trim();
}

const said = (word: string) => `${word} --loud ${pathToFileURL(place("scripts", "say.ts")).href}`;

it("a command runs as its source says now, with its own arguments and place", async () => {
  expect(await say()).toBe(said("first"));
  const compiled = await readdir(place("node_modules", ".cache", "posthorn", "commands"));
  expect(await say()).toBe(said("first"));
  expect(await readdir(place("node_modules", ".cache", "posthorn", "commands"))).toEqual(compiled);
  await writeFile(place("lib", "word.ts"), `export const word: string = "second";`);
  expect(await say()).toBe(said("second"));
});

it("a command that was compiled before its checkout was moved or copied works where that lies now", async () => {
  expect(await say()).toBe(said("first"));
  const moved = `${project}-moved`;
  await rename(project, moved);
  project = moved;
  expect(await say()).toBe(said("first"));
  expect(await readdir(place("node_modules", ".cache", "posthorn", "commands"))).toHaveLength(1);
});

it("commands that start together after a change compile it for each other", async () => {
  const lines = await Promise.all([say(), say(), say(), say()]);
  expect(new Set(lines)).toEqual(new Set([said("first")]));
  expect(await readdir(place("node_modules", ".cache", "posthorn", "commands"))).toHaveLength(1);
});

it("a command runs while an editor keeps its lock beside a source, a link that leads nowhere", async () => {
  await symlink("somebody@here.1234", place("scripts", ".#say.ts"));
  await symlink("somebody@here.1234", place("lib", ".#word.ts"));
  expect(await say()).toBe(said("first"));
});

it("a command runs where nothing compiled can be kept", async () => {
  await chmod(project, 0o755);
  await chmod(place("node_modules"), 0o555);
  // Root may write everywhere.
  expect(await say(process.getuid?.() === 0 ? { uid: NOBODY } : {})).toBe(said("first"));
});
