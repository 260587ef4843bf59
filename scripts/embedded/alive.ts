import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * A text that stays the same while a process lives and differs from that of a later process under
 * the same number, or undefined when there is none. Numbers are reused soon in containers, where
 * every start counts from 1; Linux and macOS tell when a process began, Windows does not.
 */
export async function birthOf(pid: number): Promise<string | undefined> {
  if (!exists(pid)) return undefined;
  if (process.platform === "win32") return "alive";
  if (process.platform !== "linux") return firstLine("ps", ["-o", "lstart=", "-p", String(pid)]);
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(ignoreGone);
  // The name in parentheses may itself hold spaces; the start time is field 22.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
}

/** The program a process runs, such as "postgres"; undefined when there is none or nobody can say. */
export async function programOf(pid: number): Promise<string | undefined> {
  if (!exists(pid) || process.platform === "win32") return undefined;
  if (process.platform !== "linux") return firstLine("ps", ["-o", "comm=", "-p", String(pid)]);
  return (await readFile(`/proc/${pid}/comm`, "utf8").catch(ignoreGone))?.trim();
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function firstLine(program: string, args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, args);
    return stdout.split("\n")[0]?.trim() || undefined;
  } catch (error) {
    // ps answers 1 for a process that has just gone.
    if (error instanceof Error && "code" in error && error.code === 1) return undefined;
    throw error;
  }
}

function ignoreGone(error: unknown): undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ESRCH") return undefined;
  throw error;
}
