import { lineOf, type Failure, type TestPlace } from "@/scripts/testing/reports";

/** What fails in greater numbers is no accident. */
export const MOST_REPEATED = 10;

/** What holds of the ledger holds every time: there a second look is a lie. */
const NEVER_REPEATED = [
  "tests/integration/model/",
  "tests/integration/chaos/",
  "tests/integration/sending/matrix",
];

export interface SecondLook {
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** The names of those that failed at first and passed alone. */
  readonly flaky: readonly string[];
}

/**
 * Runs failed tests once more.
 *
 * @param known names of tests that passed only at a second look before: they get none
 * @param repeat runs these alone; what fails of them again
 */
export async function lookAgain(
  failures: readonly Failure[],
  known: readonly string[],
  repeat: (tests: readonly TestPlace[]) => Promise<readonly Failure[]>,
): Promise<SecondLook> {
  const judged = failures.map((failure) => ({
    ...failure,
    reason: known.includes(failure.name)
      ? ["it was flaky before, repair it first", failure.reason].filter(Boolean).join(": ")
      : failure.reason,
  }));
  const repeated = judged.filter(({ name, test }) => test && !known.includes(name) && mayRepeat(test));
  if (repeated.length === 0 || repeated.length > MOST_REPEATED)
    return { passed: 0, failures: judged, flaky: [] };
  const again = await repeat(repeated.flatMap(({ test }) => test ?? []));
  // A runner that crashed has told nothing about any of them.
  const crashed = again.some(({ test }) => test === undefined);
  const wrong = new Set(again.map(({ name }) => name));
  const flaky = crashed ? [] : repeated.map(({ name }) => name).filter((name) => !wrong.has(name));
  return {
    passed: flaky.length,
    failures: judged.filter(({ name }) => !flaky.includes(name)),
    flaky,
  };
}

/** Unit tests depend on nothing that has accidents. */
function mayRepeat({ file, project }: TestPlace): boolean {
  if (project === "unit") return false;
  const place = file.replaceAll("\\", "/");
  return !NEVER_REPEATED.some((start) => place.startsWith(start));
}

/** The list of flaky tests with these added, as it is written down. */
export function withFlaky(known: readonly string[], names: readonly string[]): string {
  return `${JSON.stringify([...new Set([...known, ...names])].sort(), null, 2)}\n`;
}

/** What the end of a run says, one line each. */
export function saidOf({ failures, flaky }: SecondLook): string[] {
  return [
    ...flaky.map((name) => `flaky: ${name}`),
    ...failures.map((failure) => `failed: ${lineOf(failure)}`),
  ];
}
