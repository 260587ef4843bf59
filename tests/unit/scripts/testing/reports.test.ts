import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { countsOfPlaywright, countsOfProgram, countsOfVitest, lineOf } from "@/scripts/testing/reports";
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

function vitest(numPassedTests: number, failed: readonly string[] = [], unloaded = 0) {
  const name = inProject("tests", "a.test.ts");
  const testResults = [
    { name, status: "passed", assertionResults: [{ status: "passed", fullName: "holds" }] },
    ...failed.map((fullName) => ({
      name,
      status: "failed",
      assertionResults: [
        { status: "failed", fullName },
        { status: "passed", fullName: "beside it" },
      ],
    })),
    ...Array.from({ length: unloaded }, () => ({ name, status: "failed", assertionResults: [] })),
  ];
  return JSON.stringify({ numPassedTests, testResults });
}

function spec(title: string, ...statuses: string[]) {
  const tests = statuses.map((status) => ({ status, projectName: "desktop" }));
  return { title, file: "a.test.ts", tests };
}

function nameless(name: string) {
  return { name, reason: "" };
}

function inProjectOf(runner: "vitest" | "playwright", title: string, reason = "") {
  const [file, project, name] =
    runner === "vitest"
      ? [path.join("tests", "a.test.ts"), "unit", title]
      : ["a.test.ts", "desktop", `${title} (desktop)`];
  return { name: `${file} > ${name}`, reason, test: { runner, file, title, project } };
}

describe("the counts of a stage", () => {
  test.each([
    ["tests that all hold", vitest(7), 0, { passed: 7, failures: [] }],
    [
      "tests of which two do not",
      vitest(5, ["one", "two"]),
      1,
      { passed: 5, failures: [inProjectOf("vitest", "one"), inProjectOf("vitest", "two")] },
    ],
    [
      "a file that cannot be loaded",
      vitest(5, [], 1),
      1,
      { passed: 5, failures: [nameless(`${path.join("tests", "a.test.ts")} could not be loaded`)] },
    ],
    [
      "a runner that fails beside its tests",
      vitest(5),
      1,
      { passed: 5, failures: [nameless("the runner ended with 1 although no test failed")] },
    ],
    ["no test at all", vitest(0), 0, { passed: 0, failures: [nameless("there was no test")] }],
    ["a report cut off", vitest(5).slice(0, -9), 0, { passed: 0, failures: [noReport()] }],
    ["a report of another shape", "{}", 0, { passed: 0, failures: [noReport()] }],
  ])("%s", async (_name, report, exitCode, counts) => {
    vi.spyOn(console, "error").mockReturnValue();
    await writeFile(file, report);
    expect(await countsOfVitest("unit", file, exitCode)).toEqual(counts);
  });

  test("the first line of a test's reason stands behind its name", async () => {
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    const failed = {
      status: "failed",
      fullName: "one",
      failureMessages: [`\n${red("Error: gone")}\n    at one`],
    };
    const testResults = [{ name: inProject("a.test.ts"), status: "failed", assertionResults: [failed] }];
    await writeFile(file, JSON.stringify({ numPassedTests: 0, testResults }));
    expect((await countsOfVitest("unit", file, 1)).failures.map(lineOf)).toEqual([
      "a.test.ts > one: Error: gone",
    ]);

    const results = [{ error: { message: red("Error: late") } }, {}];
    const specs = [
      { title: "two", file: "a.spec.ts", tests: [{ status: "flaky", projectName: "phone", results }] },
    ];
    await writeFile(file, JSON.stringify({ stats: { expected: 0 }, suites: [{ specs }] }));
    const { failures } = await countsOfPlaywright(file, 1);
    expect(failures.map(lineOf)).toEqual(["a.spec.ts > two (phone): only at a second try: Error: late"]);
  });

  test("no report, because the runner crashed", async () => {
    expect(await countsOfVitest("unit", file, 0)).toEqual({ passed: 0, failures: [noReport()] });
    expect(await countsOfPlaywright(file, 0)).toEqual({ passed: 0, failures: [noReport()] });
  });

  test("a browser test that passed only at its second try has failed, as has one that never ran", async () => {
    const inner = { specs: [spec("deep", "unexpected", "expected"), spec("behind", "skipped")] };
    const suites = [{ specs: [spec("well", "expected"), spec("late", "flaky")], suites: [inner] }];
    await writeFile(file, JSON.stringify({ stats: { expected: 8 }, suites }));
    expect(await countsOfPlaywright(file, 1)).toEqual({
      passed: 8,
      failures: [
        inProjectOf("playwright", "late", "only at a second try"),
        inProjectOf("playwright", "deep"),
        inProjectOf("playwright", "behind", "did not run"),
      ],
    });
  });

  test("a program is one check", () => {
    expect(countsOfProgram("types", 0)).toEqual({ passed: 1, failures: [] });
    expect(countsOfProgram("types", 2)).toEqual({ passed: 0, failures: [nameless("types")] });
  });
});

function noReport() {
  return nameless("no report in report.json: the runner crashed");
}

test("no setting of the person who runs the tests reaches them", async () => {
  const example = await readFile(inProject(".env.example"), "utf8");
  const names = [...example.matchAll(/^([A-Z_]+)=/gmu)].flatMap(([, name]) => name ?? []);
  expect(names).toContain("DATABASE_URL");
  for (const name of [...names, "POSTHORN_EMBEDDED"]) vi.stubEnv(name, "theirs");
  const environment = stageEnvironment();
  // Empty rather than gone: what is gone would be filled in from .env.
  expect(names.filter((name) => environment[name] !== "")).toEqual([]);
});
