import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { CommandError, UsageError } from "@/scripts/command-line";

// The names that somebody typed, looked at before the services start: a mistake costs nobody their time.

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "part of its path is no folder",
  EACCES: "the system does not let you",
};

/** npm runs a command in the project's folder and tells in INIT_CWD where the person is. */
export function fromWhereTyped(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
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

/** @throws CommandError */
export async function refuseUnwritable(file: string): Promise<void> {
  try {
    const there = await isFolder(file);
    if (there === true) throw new CommandError("it is a folder");
    await access(there === undefined ? path.dirname(file) : file, constants.W_OK);
  } catch (error) {
    throw new CommandError(`The report ${file} cannot be written: ${reasonOf(error)}.`);
  }
}

/** Undefined where nothing is. */
async function isFolder(place: string): Promise<boolean | undefined> {
  try {
    return (await stat(place)).isDirectory();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return REASONS[codeOf(error) ?? ""] ?? text;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
