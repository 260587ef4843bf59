import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openReport } from "@/scripts/recipients/import-report";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-report-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  ["a new one", undefined],
  ["one that others could read", 0o644],
] as const)("a report is for its owner alone: %s", async (_, mode) => {
  const place = path.join(folder, "people.report.csv");
  if (mode !== undefined) await writeFile(place, "older", { mode });
  const report = await openReport(place);
  await report.close();
  expect((await stat(place)).mode & 0o777).toBe(0o600);
});
