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

type Stage = (context: StageContext) => Promise<Counts>;

/** In the order in which a mistake shows soonest. A stage that throws has failed; the next one runs. */
export const STAGES = {
  lint,
  types,
  unit: vitest("unit"),
  integration: vitest("integration"),
  build,
  browser: runBrowserTests,
} as const satisfies Record<string, Stage>;

export type StageName = keyof typeof STAGES;

export function isStageName(name: string): name is StageName {
  return Object.hasOwn(STAGES, name);
}

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

/** The types of the routes' parameters, without which a clean checkout has errors everywhere. */
function routeTypes(signal: AbortSignal): Promise<number> {
  return runNode([packaged("next", "dist", "bin", "next"), "typegen"], { signal });
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
