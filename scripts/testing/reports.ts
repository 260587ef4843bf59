import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { readIfThere } from "@/scripts/embedded/files";
import { PROJECT } from "@/scripts/project";

/** What became of a stage's tests. */
export interface Counts {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly name: string;
  /** The first line of what it said; empty where it said nothing. */
  readonly reason: string;
  /** Where it is found again; missing for what is no test, such as a runner that crashed. */
  readonly test?: TestPlace;
}

export interface TestPlace {
  readonly runner: "vitest" | "playwright";
  /** From the checkout's folder; Playwright's from its own. */
  readonly file: string;
  readonly title: string;
  /** As the runner names the project that the test belongs to. */
  readonly project: string;
}

export function lineOf({ name, reason }: Failure): string {
  return reason === "" ? name : `${name}: ${reason}`;
}

export function failed(name: string, reason = ""): Counts {
  return { passed: 0, failures: [{ name, reason }] };
}

/** What ended by an error of its own, and not by a test. */
export function crashedBy(name: string, error: unknown): Counts {
  return failed(`${name} crashed`, error instanceof Error ? error.message.split("\n")[0] : String(error));
}

const REASON_AT_MOST = 300;

const vitestSchema = z.object({
  numPassedTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});

const specSchema = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      projectName: z.string(),
      status: z.string(),
      results: z
        .array(z.object({ error: z.object({ message: z.string().optional() }).optional() }))
        .optional(),
    }),
  ),
});
interface Suite {
  readonly specs: readonly z.infer<typeof specSchema>[];
  readonly suites?: readonly Suite[] | undefined;
}
const suiteSchema: z.ZodType<Suite> = z.object({
  specs: z.array(specSchema),
  get suites() {
    return z.array(suiteSchema).optional();
  },
});
const playwrightSchema = z.object({ stats: z.object({ expected: z.int() }), suites: z.array(suiteSchema) });

/** For a program that is one check. */
export function countsOfProgram(name: string, exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failures: [] } : failed(name);
}

/** A file that could not be loaded holds no failed test, and counts as one. */
export async function countsOfVitest(project: string, file: string, exitCode: number): Promise<Counts> {
  const report = await readReport(file, vitestSchema);
  if (!report) return crashed(file);
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const wrong = assertionResults.filter((test) => test.status === "failed");
    const place = path.relative(PROJECT, name);
    if (wrong.length === 0)
      return status === "failed" ? [{ name: `${place} could not be loaded`, reason: "" }] : [];
    return wrong.map(({ fullName: title, failureMessages }) => ({
      name: `${place} > ${title}`,
      reason: firstLine(failureMessages?.[0]),
      test: { runner: "vitest", file: place, title, project } as const,
    }));
  });
  return agreed({ passed: report.numPassedTests, failures }, exitCode);
}

/** What each outcome of Playwright's adds to a test's reason; all of them are failures. */
const PLAYWRIGHT_FAILURES = new Map([
  ["unexpected", ""],
  ["flaky", "only at a second try"],
  ["skipped", "did not run"],
]);

/** A test that passes only at its second try has failed, and so has one that never came to run. */
export async function countsOfPlaywright(file: string, exitCode: number): Promise<Counts> {
  const report = await readReport(file, playwrightSchema);
  if (!report) return crashed(file);
  const failures = report.suites.flatMap(specsOf).flatMap(failuresOfSpec);
  return agreed({ passed: report.stats.expected, failures }, exitCode);
}

function failuresOfSpec({ title, file, tests }: z.infer<typeof specSchema>): Failure[] {
  return tests.flatMap(({ status, projectName: project, results = [] }) => {
    const outcome = PLAYWRIGHT_FAILURES.get(status);
    if (outcome === undefined) return [];
    const said = firstLine(results.find(({ error }) => error)?.error?.message);
    return {
      name: `${file} > ${title} (${project})`,
      reason: [outcome, said].filter(Boolean).join(": "),
      test: { runner: "playwright", file, title, project } as const,
    };
  });
}

/** The whole of what a test says may stand far above, or be lost. */
function firstLine(message = ""): string {
  const [line = ""] = stripVTControlCharacters(message).trim().split("\n");
  return line.slice(0, REASON_AT_MOST);
}

function specsOf({ specs, suites = [] }: Suite): z.infer<typeof specSchema>[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** Not one test, or a runner that failed beside its tests, is a failure that no report shows. */
function agreed(counts: Counts, exitCode: number): Counts {
  const { passed, failures } = counts;
  if (failures.length > 0) return counts;
  if (exitCode !== 0)
    return { ...failed(`the runner ended with ${exitCode} although no test failed`), passed };
  return passed === 0 ? failed("there was no test") : counts;
}

function crashed(file: string): Counts {
  return failed(`no report in ${path.basename(file)}: the runner crashed`);
}

/** Nothing where the runner crashed before it wrote, or while it did. */
async function readReport<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    console.error(`The report of the tests cannot be read: ${String(error)}`);
    return undefined;
  }
}
