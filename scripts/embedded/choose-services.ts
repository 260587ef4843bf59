import path from "node:path";
import { ConfigurationError, embeddedOnVercel, withoutEmpty } from "@/lib/env";
import type { EnvSource } from "@/lib/env";
import type { Fault } from "@/lib/env/faults";
import { dataFolder, PROJECT } from "@/scripts/project";

/** What has to run on this machine because no environment variable replaces it. */
export interface Choice {
  readonly database: boolean;
  readonly mailbox: boolean;
}

// What a build or an update empties, what the application serves, and what is under version control.
const NO_PLACE_FOR_DATA = new Set([
  ".ci",
  ".git",
  ".next",
  "app",
  "components",
  "docs",
  "lib",
  "node_modules",
  "prisma",
  "public",
  "scripts",
  "tests",
]);

/**
 * Decides which services to embed. Pure.
 *
 * A database of one's own brings a provider of one's own: mail that a real database plans must not
 * vanish into a mailbox on somebody's laptop unless RESEND_BASE_URL=embedded says so by name.
 * @throws ConfigurationError
 */
export function chooseServices(source: EnvSource): Choice {
  const { choice, faults } = judgeChoice(source);
  if (faults[0] !== undefined) throw new ConfigurationError(faults[0].says, faults);
  return choice;
}

/** The same choice with all that speaks against it. Pure. */
export function judgeChoice(source: EnvSource): { choice: Choice; faults: Fault[] } {
  const given = withoutEmpty(source);
  if (given.POSTHORN_EMBEDDED) {
    return { choice: { database: false, mailbox: false }, faults: present([embeddedOnVercel(given)]) };
  }
  const byName = given.RESEND_BASE_URL === "embedded";
  const ownProvider = given.RESEND_API_KEY !== undefined || given.RESEND_BASE_URL !== undefined;
  const choice = { database: given.DATABASE_URL === undefined, mailbox: byName || !ownProvider };
  return {
    choice,
    faults: present([
      embeddedOnVercel(given),
      given.VERCEL && choice.database ? databaseOnVercel() : undefined,
      !choice.database && choice.mailbox && !byName ? mailboxUnasked() : undefined,
      choice.database || choice.mailbox ? badDataFolder(given.POSTHORN_DATA) : undefined,
    ]),
  };
}

function databaseOnVercel(): Fault {
  return {
    name: "DATABASE_URL",
    says: "DATABASE_URL is not set, and Vercel can run no embedded database.",
  };
}

function mailboxUnasked(): Fault {
  return {
    name: "RESEND_API_KEY",
    says: "RESEND_API_KEY is not set beside DATABASE_URL; set it, or RESEND_BASE_URL=embedded for a mailbox on this machine.",
  };
}

/** Who wants to begin anew removes the data folder: nothing else may lie in it, nor anything that others remove around it. */
function badDataFolder(setting: string | undefined): Fault | undefined {
  const folder = dataFolder(setting);
  const fromProject = path.relative(PROJECT, folder);
  const aboveProject = path.relative(folder, PROJECT);
  // On Windows the way to another drive is an absolute path.
  const holdsProject = !aboveProject.startsWith("..") && !path.isAbsolute(aboveProject);
  const segments = folder.split(path.sep);
  const bad =
    holdsProject ||
    NO_PLACE_FOR_DATA.has(fromProject.split(path.sep)[0] ?? "") ||
    segments.includes("node_modules");
  if (!bad) return undefined;
  return {
    name: "POSTHORN_DATA",
    says: "POSTHORN_DATA must be a folder of its own, which neither holds the project nor lies in a folder of its sources or of what is built from them.",
  };
}

function present(faults: readonly (Fault | undefined)[]): Fault[] {
  return faults.filter((fault) => fault !== undefined);
}
