import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { readIfThere } from "@/scripts/embedded/files";
import { PROJECT } from "@/scripts/project";

/** What became of a stage's tests. */
export interface Counts {
  readonly passed: number;
  /** One line for each test that failed: its name and, where it gave one, its reason. */
  readonly failures: readonly string[];
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
  return exitCode === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [name] };
}

/** A file that could not be loaded holds no failed test, and counts as one. */
export async function countsOfVitest(file: string, exitCode: number): Promise<Counts> {
  const report = await readReport(file, vitestSchema);
  if (!report) return crashed(file);
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    const place = path.relative(PROJECT, name);
    if (failed.length === 0) return status === "failed" ? [`${place} could not be loaded`] : [];
    return failed.map((test) => withReason(`${place} > ${test.fullName}`, test.failureMessages?.[0]));
  });
  return agreed({ passed: report.numPassedTests, failures }, exitCode);
}

/** What each outcome of Playwright's adds to a test's name; all of them are failures. */
const PLAYWRIGHT_FAILURES = new Map([
  ["unexpected", ""],
  ["flaky", " (only at a second try)"],
  ["skipped", " (did not run)"],
]);

/** A test that passes only at its second try has failed, and so has one that never came to run. */
export async function countsOfPlaywright(file: string, exitCode: number): Promise<Counts> {
  const report = await readReport(file, playwrightSchema);
  if (!report) return crashed(file);
  const failures = report.suites
    .flatMap(specsOf)
    .flatMap(({ title, file: place, tests }) =>
      tests
        .filter(({ status }) => PLAYWRIGHT_FAILURES.has(status))
        .map(({ status, results = [] }) =>
          withReason(
            `${place} > ${title}${PLAYWRIGHT_FAILURES.get(status) ?? ""}`,
            results.find(({ error }) => error)?.error?.message,
          ),
        ),
    );
  return agreed({ passed: report.stats.expected, failures }, exitCode);
}

/** With the first line of what the test says, since the whole of it may stand far above, or be lost. */
function withReason(name: string, message = ""): string {
  const [reason = ""] = stripVTControlCharacters(message).trim().split("\n");
  return reason === "" ? name : `${name}: ${reason.slice(0, REASON_AT_MOST)}`;
}

function specsOf({ specs, suites = [] }: Suite): z.infer<typeof specSchema>[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** Not one test, or a runner that failed beside its tests, is a failure that no report shows. */
function agreed({ passed, failures }: Counts, exitCode: number): Counts {
  if (failures.length > 0) return { passed, failures };
  if (exitCode !== 0)
    return { passed, failures: [`the runner ended with ${exitCode} although no test failed`] };
  return { passed, failures: passed === 0 ? ["there was no test"] : [] };
}

function crashed(file: string): Counts {
  return { passed: 0, failures: [`no report in ${path.basename(file)}: the runner crashed`] };
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
