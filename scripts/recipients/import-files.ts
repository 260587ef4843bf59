import type { Stats } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { CommandError, UsageError } from "@/scripts/command-line";

// The names that somebody typed, looked at before the services start: a mistake costs nobody their time.

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "part of its path is no folder",
  EACCES: "the system does not let you",
  EPERM: "it belongs to somebody else",
  EROFS: "nothing can be written there",
  ENOSPC: "the disk is full",
};

/** npm runs a command in the project's folder and tells in INIT_CWD where the person is. */
export function fromWhereTyped(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

/** Where the report of an import lies unless somebody says otherwise: where the command was typed. */
export function reportBeside(file: string): string {
  return fromWhereTyped(`${path.basename(file, path.extname(file))}.report.csv`);
}

/** @throws UsageError */
export async function refuseUnreadable(file: string): Promise<void> {
  try {
    if ((await stat(file)).isDirectory()) throw new UsageError("it is a folder");
    await access(file, constants.R_OK);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${reasonOf(error)}.`);
  }
}

/**
 * @param source the file that is imported, which no report may replace, not by another of its names either
 * @throws CommandError
 */
export async function refuseUnwritable(file: string, source: string): Promise<void> {
  try {
    const [there, imported] = await Promise.all([statIfThere(file), stat(source)]);
    if (there?.isDirectory()) throw new CommandError("it is a folder");
    if (there?.dev === imported.dev && there.ino === imported.ino) {
      throw new CommandError("it is the file to import");
    }
    await access(there === undefined ? path.dirname(file) : file, constants.W_OK);
  } catch (error) {
    throw new CommandError(`The report ${file} cannot be written: ${reasonOf(error)}.`);
  }
}

async function statIfThere(place: string): Promise<Stats | undefined> {
  try {
    return await stat(place);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Why the system refused, in words; for anything else its message. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return REASONS[codeOf(error) ?? ""] ?? text;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
