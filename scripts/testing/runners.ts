import path from "node:path";
import { inProject } from "@/scripts/project";
import { withApplication } from "@/scripts/testing/playwright";
import {
  countsOfPlaywright,
  countsOfVitest,
  crashedBy,
  type Counts,
  type Failure,
  type TestPlace,
} from "@/scripts/testing/reports";
import { runNode } from "@/scripts/testing/run-program";
import type { StageContext } from "@/scripts/testing/stages";

/** Vitest over one of its projects, or some files of it. */
export async function runVitest(
  project: "unit" | "integration" | "proxy",
  { folder, signal }: StageContext,
  given: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  const report = path.join(folder, `${project}-${Date.now()}.json`);
  const exitCode = await runNode(
    [
      inProject("node_modules", "vitest", "vitest.mjs"),
      "run",
      `--project=${project}`,
      "--allowOnly=false",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...given,
    ],
    { signal, environment },
  );
  return countsOfVitest(project, report, exitCode);
}

/** Runs of Playwright one after another against one application; one that fails keeps no other from running. */
export async function runBrowser(
  { folder, signal }: StageContext,
  runs: readonly (readonly string[])[],
): Promise<Counts> {
  return withApplication({ folder, signal }, async (playwright) => {
    const all: Counts[] = [];
    for (const [number, given] of runs.entries()) {
      const report = path.join(folder, `browser-${number}.json`);
      const exitCode = await playwright(given, { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
      all.push(await countsOfPlaywright(report, exitCode));
    }
    return sum(all);
  });
}

export function sum(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((total, { passed }) => total + passed, 0),
    failures: all.flatMap(({ failures }) => failures),
  };
}

/** These tests alone, one at a time; what fails of them. */
export async function repeatTests(
  tests: readonly TestPlace[],
  context: StageContext,
): Promise<readonly Failure[]> {
  const all: Counts[] = [];
  const ofVitest = tests.filter(({ runner }) => runner === "vitest");
  if (ofVitest.length > 0) {
    const files = new Set(ofVitest.map(({ file }) => file));
    const given = [...files, "--maxWorkers=1", "--testNamePattern", `^(${patternOf(ofVitest)})$`];
    all.push(await runVitest("integration", context, given).catch(crash));
  }
  const ofBrowser = tests.filter(({ runner }) => runner === "playwright");
  if (ofBrowser.length > 0) {
    const files = new Set(ofBrowser.map(({ file }) => file));
    const projects = new Set(ofBrowser.map(({ project }) => `--project=${project}`));
    const given = [...files, ...projects, "--workers=1", "--trace=on", `--grep=(${patternOf(ofBrowser)})$`];
    all.push(await runBrowser(context, [given]).catch(crash));
  }
  return sum(all).failures;
}

function patternOf(tests: readonly TestPlace[]): string {
  return tests.map(({ title }) => title.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
}

function crash(error: unknown): Counts {
  return crashedBy("the second look", error);
}
