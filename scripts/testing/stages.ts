import { ensureBuild } from "@/scripts/application/build";
import { inProject } from "@/scripts/project";
import { matrixIsDue, rememberMatrix, stateOf } from "@/scripts/testing/matrix-state";
import { countsOfProgram, crashedBy, type Counts } from "@/scripts/testing/reports";
import { runNode } from "@/scripts/testing/run-program";
import { runBrowser, runVitest, sum } from "@/scripts/testing/runners";

export interface StageContext {
  /** A folder that goes with the run. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** One that throws has failed, and no other with it. */
export type Stage = (context: StageContext) => Promise<Counts>;

/** Stages by name, one after another. */
export type Lane = Readonly<Record<string, Stage>>;

/**
 * In the order in which a mistake shows soonest; the lanes of a round run side by side: lint and types use but one
 * processor each. The build replaces the types of the routes, so it comes after types. Integration and browser tests each
 * use all processors.
 */
export const ROUNDS: readonly (readonly Lane[])[] = [
  [
    { types, build, format },
    { lint, unit: (context) => runVitest("unit", context) },
  ],
  [{ integration }],
  [{ browser }],
];

/** Not part of every run; for `.ci/run` and by hand. */
export const OTHERS: Lane = {
  rest,
  proxy: (context) => runVitest("proxy", context),
  "oldest-database": oldestDatabase,
  matrix,
  "matrix-if-due": matrixIfDue,
};

/**
 * Integration tests that `npm test` leaves to the stage `rest`, by the beginnings of their paths: programs that are
 * started, killed and waited for.
 */
const OF_THE_REST = [
  "tests/integration/chaos/",
  "tests/integration/commands/",
  "tests/integration/demo-data.test.ts",
  "tests/integration/embedded/",
  "tests/integration/mailings/forecast.test.ts",
  "tests/integration/recipients/import-command.test.ts",
  "tests/integration/recipients/import-ended.test.ts",
  "tests/integration/sending/server-ends.test.ts",
];
/** What it leaves to `oldest-database` (a sample) and `matrix` (all of it). */
const MATRIX = "tests/integration/sending/matrix-";

/**
 * Browser tests that it leaves to `rest`: doors that stay shut, caches of several machines, a scheduler's full minute, ways
 * through lists, text that was not saved, and what an owner decides after trouble.
 */
const SPECS_OF_THE_REST = [
  "bodies",
  "cached-pages",
  "caches",
  "clock",
  "headers",
  "hosts",
  "mailed-links",
  "navigation",
  "outlines",
  "own-address",
  "protection",
  "rights",
  "typed-texts",
  "uncertain",
  "unsaved",
];
/** Those, and in Russian what it does in English: for Playwright, which compares it with file and title. */
const BROWSER_REST = String.raw`\(ru\)|(${SPECS_OF_THE_REST.join("|")})\.spec`;

/** What another version of the database or another time zone may change. */
const OF_THE_DATABASE = [
  "tests/integration/sending",
  "tests/integration/model",
  "tests/integration/migrations.test.ts",
  "tests/integration/query-plans.test.ts",
  "tests/integration/rights",
  "tests/integration/auth",
  "tests/integration/page-cache",
  "tests/integration/posts/views-in-redis.test.ts",
  "tests/integration/support",
];

async function lint({ signal }: StageContext): Promise<Counts> {
  const routes = await routeTypes(signal);
  const oxlint = await runNode([packaged("oxlint", "bin", "oxlint"), "--deny-warnings"], { signal });
  const eslint = await runNode([packaged("eslint", "bin", "eslint.js"), ".", "--max-warnings", "0"], {
    signal,
  });
  return countsOfProgram("lint", routes || oxlint || eslint);
}

async function format({ signal }: StageContext): Promise<Counts> {
  const prettier = await runNode([packaged("prettier", "bin", "prettier.cjs"), "--check", "."], { signal });
  return countsOfProgram("format", prettier);
}

async function types({ signal }: StageContext): Promise<Counts> {
  const routes = await routeTypes(signal);
  const checked = await runNode([packaged("typescript-7", "bin", "tsc"), "--noEmit"], { signal });
  return countsOfProgram("types", routes || checked);
}

let typesOfRoutes: Promise<number> | undefined;

/** The types of the routes' parameters, made once, without which a clean checkout has errors everywhere. */
function routeTypes(signal: AbortSignal): Promise<number> {
  typesOfRoutes ??= runNode([packaged("next", "dist", "bin", "next"), "typegen"], { signal });
  return typesOfRoutes;
}

/** Throws where it fails. No setting reaches it: the build needs no database. */
async function build({ signal }: StageContext): Promise<Counts> {
  await ensureBuild(signal);
  return countsOfProgram("build", signal.aborted ? 1 : 0);
}

function integration(context: StageContext): Promise<Counts> {
  return runVitest(
    "integration",
    context,
    [...OF_THE_REST, MATRIX].map((beginning) => `--exclude=${beginning}**`),
  );
}

function browser(context: StageContext): Promise<Counts> {
  return runBrowser(context, browserRuns(`--grep-invert=${BROWSER_REST}`));
}

/** What a change seldom breaks, and takes minutes: side by side, for programs that start and end leave processors idle. */
async function rest(context: StageContext): Promise<Counts> {
  const ended = await Promise.allSettled([
    runVitest("integration", context, [...OF_THE_REST, "--maxWorkers=2"]),
    runBrowser(context, browserRuns(`--grep=${BROWSER_REST}`)),
  ]);
  return sum(
    ended.map((part) => (part.status === "fulfilled" ? part.value : crashedBy("rest", part.reason))),
  );
}

/** Those that change what everybody sees come when the others are through. */
function browserRuns(choice: string): string[][] {
  const shared = ["due", "sending", "desktop"].map((name) => `--project=${name}`);
  return [
    [...shared, choice],
    ["--project=clock", "--project=alone", choice],
  ];
}

function oldestDatabase(context: StageContext): Promise<Counts> {
  return runVitest("integration", context, OF_THE_DATABASE);
}

/** Every fault with everything everywhere; that it passed is written down, with the state of what it proves. */
async function matrix(context: StageContext): Promise<Counts> {
  const state = await stateOf();
  const counts = await runVitest("integration", context, [MATRIX], {
    MATRIX_SEED: "all",
  });
  if (counts.failures.length === 0) await rememberMatrix(state);
  return counts;
}

async function matrixIfDue(context: StageContext): Promise<Counts> {
  if (await matrixIsDue()) return matrix(context);
  console.log("lib/sending is as it was when the whole matrix last passed.");
  return { passed: 0, failures: [] };
}

function packaged(...parts: string[]): string {
  return inProject("node_modules", ...parts);
}
