import { spawn } from "node:child_process";
import { inProject, PROJECT } from "@/scripts/project";

const GRACE_MS = 30_000;

// Killed with -9, this process cannot take the program along: the channel to it breaks, and that ends
// it. Otherwise a server would keep the port while its database is started anew elsewhere, and a build
// would write beside the next one. Looked at rather than listened to: a listener would keep the workers
// of a build from ending by themselves.
const LOOK_EVERY_MS = 300;
const END_WITH_PARENT = `--import=data:text/javascript,process.connected&&setInterval(()=>process.connected||process.exit(1),${LOOK_EVERY_MS}).unref()`;

// A list of fifty rows leaves more behind than Node's 16 MB for what is young, and is then collected while it is rendered:
// a tenth of its time. Costs up to 48 MB.
const YOUNG_MEMORY = "--max-semi-space-size=32";

interface NextOptions {
  /** Ends the program in order when it aborts, by force 30 s later. */
  readonly signal: AbortSignal;
  readonly environment: { NODE_ENV: "production" | "development" };
}

/** Runs Next's command line with its output in this terminal; its exit code. */
export function runNext(args: readonly string[], options: NextOptions): Promise<number> {
  const { signal, environment } = options;
  const program = inProject("node_modules", "next", "dist", "bin", "next");
  // What somebody has set stands after ours, and wins.
  const nodeOptions = [YOUNG_MEMORY, process.env.NODE_OPTIONS, END_WITH_PARENT].filter(Boolean).join(" ");
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
    // Whoever loses patience and ends this process leaves no workers behind.
    const endAtOnce = () => signalGroup(child.pid, "SIGKILL");
    process.once("exit", endAtOnce);
    if (signal.aborted) end();
    signal.addEventListener("abort", end);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(force);
      process.off("exit", endAtOnce);
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
