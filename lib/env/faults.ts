import type { z } from "zod";
import { MEANING, isVariable, type VariableName } from "@/lib/env/variables";

/** What is wrong with one variable. */
export interface Fault {
  /** Name of the variable to change. */
  readonly name: string;
  /** One sentence that begins with the name and never tells the value of anything. */
  readonly says: string;
}

// A shell and .env take quotes away; a hosting service's form and `docker --env-file` leave them.
const IN_QUOTES = /^(?:"[^"]*"|'[^']*'|`[^`]*`|[“„”][^“”]*[“”]|[‘‚’][^‘’]*[‘’]|«[^»]*»)$/u;

/** @param words follow "must be" */
export function mustBe(name: VariableName, words: string = MEANING[name]): Fault {
  return { name, says: `${name} must be ${words}.` };
}

/** One fault for each variable that the schema refused, or that stands in quotes. */
export function faultsOf(
  error: z.ZodError | undefined,
  given: Readonly<Record<string, string | undefined>>,
): Fault[] {
  const faults = new Map<string, Fault>();
  for (const name of Object.keys(MEANING).filter(isVariable)) {
    if (IN_QUOTES.test(given[name] ?? "")) faults.set(name, inQuotes(name));
  }
  for (const issue of error?.issues ?? []) {
    const name = issue.path[0];
    if (!isVariable(name)) throw new TypeError("The schema names a variable that MEANING does not.");
    if (faults.has(name)) continue;
    const missing = given[name] === undefined;
    faults.set(
      name,
      missing ? notSet(name) : mustBe(name, issue.code === "custom" ? issue.message : MEANING[name]),
    );
  }
  return [...faults.values()];
}

function notSet(name: VariableName): Fault {
  return { name, says: `${name} is not set; it must be ${MEANING[name]}.` };
}

function inQuotes(name: VariableName): Fault {
  return { name, says: `${name} stands in quotes, which count as part of it; it must be ${MEANING[name]}.` };
}
