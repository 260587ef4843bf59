import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { countsOfPlaywright, countsOfProgram, countsOfVitest } from "@/scripts/testing/reports";
import { stageEnvironment } from "@/scripts/testing/run-program";
import { inProject } from "@/scripts/project";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-reports-"));
  file = path.join(folder, "report.json");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

function vitest(numPassedTests: number, numFailedTests: number, unloaded = 0) {
  const failed = { status: "failed", assertionResults: [{ status: "failed" }] };
  const empty = { status: "failed", assertionResults: [] };
  const testResults = [
    { status: "passed", assertionResults: [{ status: "passed" }] },
    ...Array.from({ length: numFailedTests }, () => failed),
    ...Array.from({ length: unloaded }, () => empty),
  ];
  return JSON.stringify({ numPassedTests, numFailedTests, testResults });
}

describe("the counts of a stage", () => {
  test.each([
    ["tests that all hold", vitest(7, 0), 0, { passed: 7, failed: 0 }],
    ["tests of which two do not", vitest(5, 2), 1, { passed: 5, failed: 2 }],
    ["a file that cannot be loaded", vitest(5, 0, 1), 1, { passed: 5, failed: 1 }],
    ["a runner that fails beside its tests", vitest(5, 0), 1, { passed: 5, failed: 1 }],
    ["no test at all", vitest(0, 0), 0, { passed: 0, failed: 1 }],
    ["a report cut off", vitest(5, 0).slice(0, -9), 0, { passed: 0, failed: 1 }],
    ["a report of another shape", "{}", 0, { passed: 0, failed: 1 }],
  ])("%s", async (_name, report, exitCode, counts) => {
    vi.spyOn(console, "error").mockReturnValue();
    await writeFile(file, report);
    expect(await countsOfVitest(file, exitCode)).toEqual(counts);
  });

  test("no report, because the runner crashed", async () => {
    expect(await countsOfVitest(file, 0)).toEqual({ passed: 0, failed: 1 });
    expect(await countsOfPlaywright(file, 0)).toEqual({ passed: 0, failed: 1 });
  });

  test("a browser test that passed only at its second try has failed", async () => {
    await writeFile(file, JSON.stringify({ stats: { expected: 8, unexpected: 1, flaky: 2 } }));
    expect(await countsOfPlaywright(file, 1)).toEqual({ passed: 8, failed: 3 });
  });

  test("a program is one check", () => {
    expect(countsOfProgram(0)).toEqual({ passed: 1, failed: 0 });
    expect(countsOfProgram(2)).toEqual({ passed: 0, failed: 1 });
  });
});

test("no setting of the person who runs the tests reaches them", async () => {
  const example = await readFile(inProject(".env.example"), "utf8");
  const names = [...example.matchAll(/^([A-Z_]+)=/gmu)].flatMap(([, name]) => name ?? []);
  expect(names).toContain("DATABASE_URL");
  for (const name of [...names, "POSTHORN_EMBEDDED"]) vi.stubEnv(name, "theirs");
  const environment = stageEnvironment();
  // Empty rather than gone: what is gone would be filled in from .env.
  expect(names.filter((name) => environment[name] !== "")).toEqual([]);
});
