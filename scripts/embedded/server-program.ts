import { spawn } from "node:child_process";
import { open } from "node:fs/promises";
import path from "node:path";
import type { ServerUser } from "@/scripts/embedded/server-user";

/** Name of the database and of the role that owns it. */
export const NAME = "posthorn";

/** Where a server's files lie and who runs it. */
export interface Server {
  readonly folder: string;
  readonly data: string;
  readonly log: string;
  readonly programs: string;
  /** PostgreSQL's major release of `programs`. */
  readonly major: number;
  readonly user: ServerUser | undefined;
  readonly password: string;
  /** Of the server, as NAME=VALUE; the last of a name holds. */
  readonly settings: readonly string[];
}

export interface ProgramEnd {
  readonly code: number;
  /** What the program wrote, where it was asked for; else it stands in the log. */
  readonly said: string;
}

/**
 * Runs one of PostgreSQL's programs to its end.
 * @param listen takes what it writes from a pipe: on a full disk the log stays empty. Only for programs that
 *   leave none running, which would hold the pipe.
 */
export async function runProgram(
  server: Server,
  program: string,
  args: string[],
  listen = false,
): Promise<ProgramEnd> {
  const log = await open(server.log, "a", 0o600);
  try {
    if (server.user) await log.chown(server.user.uid, server.user.gid);
    return await new Promise((resolve, reject) => {
      const output = listen ? "pipe" : log.fd;
      // Detached: Ctrl-C in the terminal is for the command, which then stops the server in order.
      const child = spawn(path.join(server.programs, program), args, {
        ...server.user,
        stdio: ["ignore", output, output],
        cwd: server.folder,
        env: environment(),
        detached: process.platform !== "win32",
        windowsHide: true,
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
      }
      child.once("error", reject);
      child.once(listen ? "close" : "exit", (code: number | null) => resolve({ code: code ?? 1, said }));
    });
  } finally {
    await log.close();
  }
}

/** The caller's environment without PGDATA, PGPORT and their like, which would win over our settings. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PG"));
  return { ...Object.fromEntries(kept), NODE_ENV: process.env.NODE_ENV, LC_ALL: "C", TZ: "UTC" };
}
