import path from "node:path";
import { ensureBuild } from "@/scripts/application/build";
import { inProject } from "@/scripts/project";
import { runBrowserTests } from "@/scripts/testing/browser-stage";
import { countsOfProgram, countsOfVitest, type Counts } from "@/scripts/testing/reports";
import { runNode } from "@/scripts/testing/run-program";

export interface StageContext {
  /** A folder that goes with the run. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** One that throws has failed, and no other with it. */
export type Stage = (context: StageContext) => Promise<Counts>;

/** Stages by name, one after another. */
export type Lane = Readonly<Record<string, Stage>>;

/** In the order in which a mistake shows soonest; the lanes of a round run side by side: lint uses but one processor. */
export const ROUNDS: readonly (readonly Lane[])[] = [
  [{ lint }, { types, unit: vitest("unit") }],
  [{ integration: vitest("integration") }],
  [{ build }],
  [{ browser: runBrowserTests }],
];

async function lint({ signal }: StageContext): Promise<Counts> {
  const routes = await routeTypes(signal);
  const eslint = await runNode([packaged("eslint", "bin", "eslint.js"), ".", "--max-warnings", "0"], {
    signal,
  });
  const prettier = await runNode([packaged("prettier", "bin", "prettier.cjs"), "--check", "."], { signal });
  return countsOfProgram("lint", routes || eslint || prettier);
}

async function types({ signal }: StageContext): Promise<Counts> {
  const routes = await routeTypes(signal);
  const checked = await runNode([packaged("typescript", "bin", "tsc"), "--noEmit"], { signal });
  return countsOfProgram("types", routes || checked);
}

let typesOfRoutes: Promise<number> | undefined;

/** The types of the routes' parameters, made once, without which a clean checkout has errors everywhere. */
function routeTypes(signal: AbortSignal): Promise<number> {
  typesOfRoutes ??= runNode([packaged("next", "dist", "bin", "next"), "typegen"], { signal });
  return typesOfRoutes;
}

function vitest(project: "unit" | "integration"): Stage {
  return async ({ folder, signal }) => {
    const report = path.join(folder, `${project}.json`);
    const exitCode = await runNode(
      [
        packaged("vitest", "vitest.mjs"),
        "run",
        `--project=${project}`,
        "--allowOnly=false",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ],
      { signal },
    );
    return countsOfVitest(report, exitCode);
  };
}

/** Throws where it fails. No setting reaches it: the build needs no database. */
async function build({ signal }: StageContext): Promise<Counts> {
  await ensureBuild(signal);
  return countsOfProgram("build", signal.aborted ? 1 : 0);
}

function packaged(...parts: string[]): string {
  return inProject("node_modules", ...parts);
}
