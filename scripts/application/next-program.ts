import { spawn } from "node:child_process";
import { inProject, PROJECT } from "@/scripts/project";

const GRACE_MS = 30_000;

// Killed with -9, this process cannot take the application along: the channel to it breaks, and that
// ends it. Otherwise it would keep the port while its database is started anew elsewhere.
const END_WITH_PARENT = `--import=data:text/javascript,process.on(%22disconnect%22,process.exit)`;

interface NextOptions {
  /** Ends the program in order when it aborts, by force 30 s later. */
  readonly signal: AbortSignal;
  /** For servers. A build ends by itself, and its workers could not while they listen for the end. */
  readonly endsWithParent: boolean;
  readonly environment: { NODE_ENV: "production" | "development" };
}

/** Runs Next's command line with its output in this terminal; its exit code. */
export function runNext(args: readonly string[], options: NextOptions): Promise<number> {
  const { signal, endsWithParent, environment } = options;
  const program = inProject("node_modules", "next", "dist", "bin", "next");
  const nodeOptions = [process.env.NODE_OPTIONS, endsWithParent && END_WITH_PARENT].filter(Boolean).join(" ");
  return new Promise((resolve, reject) => {
    // A group of its own: Ctrl-C reaches only this process, which then ends things in order.
    const child = spawn(process.execPath, [program, ...args], {
      cwd: PROJECT,
      env: { ...process.env, ...environment, NODE_OPTIONS: nodeOptions, NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    let force: NodeJS.Timeout | undefined;
    const end = () => {
      signalGroup(child.pid, "SIGTERM");
      force = setTimeout(() => signalGroup(child.pid, "SIGKILL"), GRACE_MS);
    };
    if (signal.aborted) end();
    signal.addEventListener("abort", end);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(force);
      signal.removeEventListener("abort", end);
      // Whatever its own workers still are.
      signalGroup(child.pid, "SIGKILL");
      resolve(code ?? 1);
    });
  });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
