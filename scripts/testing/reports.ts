import { z } from "zod";
import { readIfThere } from "@/scripts/embedded/files";

/** How many tests held and how many did not; what was skipped is in neither. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const CRASHED: Counts = { passed: 0, failed: 1 };

const vitestSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

const playwrightSchema = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
});

/** For a program that is one check. */
export function countsOfProgram(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0 } : CRASHED;
}

/** A file that could not be loaded holds no failed test, and counts as one. */
export async function countsOfVitest(file: string, exitCode: number): Promise<Counts> {
  const report = await readReport(file, vitestSchema);
  if (!report) return CRASHED;
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return agreed({ passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length }, exitCode);
}

/** A test that passes only at its second try has failed. */
export async function countsOfPlaywright(file: string, exitCode: number): Promise<Counts> {
  const report = await readReport(file, playwrightSchema);
  if (!report) return CRASHED;
  const { expected, unexpected, flaky } = report.stats;
  return agreed({ passed: expected, failed: unexpected + flaky }, exitCode);
}

/** Not one test, or a runner that failed beside its tests, is a failure that no report shows. */
function agreed({ passed, failed }: Counts, exitCode: number): Counts {
  const unseen = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: unseen ? 1 : failed };
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
