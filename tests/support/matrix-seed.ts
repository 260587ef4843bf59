import { randomInt } from "node:crypto";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Decides at which points the faults of the matrix meet what happens; null: at all of them. */
    matrixSeed: number | null;
  }
}

/** That of MATRIX_SEED, where somebody looks again at what another run found; "all" is the whole matrix. */
export default function matrixSeed(project: TestProject): void {
  const given = process.env.MATRIX_SEED;
  const seed = given === "all" ? null : given ? Number(given) : randomInt(1_000);
  if (seed !== null && !Number.isInteger(seed)) throw new Error("MATRIX_SEED is a whole number, or all.");
  console.log(`The fault matrix: MATRIX_SEED=${seed ?? "all"}`);
  project.provide("matrixSeed", seed);
}
