import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stateOf } from "@/scripts/testing/matrix-state";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-matrix-state-"));
  await mkdir(path.join(folder, "inner"));
  await writeFile(path.join(folder, "inner", "tick.ts"), "export const now = 1;\n");
});
afterEach(() => rm(folder, { recursive: true }));

test("the state of the code that the matrix proves differs with every change of it, and with nothing else", async () => {
  const before = await stateOf(folder);
  await writeFile(path.join(folder, "README.md"), "Words\n");
  expect(await stateOf(folder)).toBe(before);
  await writeFile(path.join(folder, "inner", "tick.ts"), "export const now = 2;\n");
  const changed = await stateOf(folder);
  await rename(path.join(folder, "inner", "tick.ts"), path.join(folder, "tick.ts"));
  const moved = await stateOf(folder);
  expect(new Set([before, changed, moved]).size).toBe(3);
});
