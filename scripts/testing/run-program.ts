import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { PROJECT } from "@/scripts/project";

const GRACE_MS = 60_000;

/** What a person's shell or `.env` may hold and no test may reach: theirs are the real database and provider. */
const OWN_SETTINGS = [
  "DATABASE_URL",
  "DATABASE_POOL_SIZE",
  "ENGINE_POOL_SIZE",
  "RESEND_API_KEY",
  "RESEND_FROM",
  "RESEND_BASE_URL",
  "RESEND_WEBHOOK_SECRET",
  "RESEND_RATE_LIMIT",
  "RESEND_DAILY_QUOTA",
  "RESEND_MONTHLY_QUOTA",
  "AUTH_SECRET",
  "AUTH_URL",
  "NEXTAUTH_URL",
  "CRON_SECRET",
  "UNSUBSCRIBE_SECRET",
  "UNSUBSCRIBE_SECRET_PREVIOUS",
  "METRICS_TOKEN",
  "APP_URL",
  "UPSTASH_REDIS_REST_URL",
  "UPSTASH_REDIS_REST_TOKEN",
  "SCHEDULER",
  "CACHE_ENABLED",
  "BLOG_OPEN_AUTHORSHIP",
  "EVENT_RETENTION_DAYS",
  "POSTAL_ADDRESS",
  "TRUSTED_PROXIES",
  "PORT",
  "HOST",
  "POSTHORN_DATA",
  "POSTHORN_EMBEDDED",
  "VERCEL",
];

export interface ProgramOptions {
  /** Ends the program and all it started when it aborts. */
  readonly signal: AbortSignal;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * The environment of a stage. The settings are emptied rather than removed: empty counts as not set,
 * and `.env` does not fill in what is there already.
 */
export function stageEnvironment(additions: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const emptied = Object.fromEntries(OWN_SETTINGS.map((name) => [name, ""]));
  return { ...process.env, ...emptied, NEXT_TELEMETRY_DISABLED: "1", ...additions };
}

/** Runs a Node program with its output in this terminal; its exit code, 1 when a signal ended it. */
export function runNode(args: readonly string[], options: ProgramOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: PROJECT,
      env: stageEnvironment(options.environment),
      stdio: ["ignore", "inherit", "inherit"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    const stopListening = endWith(child, options.signal);
    child.once("error", reject);
    child.once("exit", (code) => {
      stopListening();
      // Whatever workers it left behind.
      signalGroup(child, "SIGKILL");
      resolve(code ?? 1);
    });
  });
}

/** Ends the child's group in order when `signal` aborts, by force a minute later. */
export function endWith(child: ChildProcess, signal: AbortSignal): () => void {
  let force: NodeJS.Timeout | undefined;
  const end = () => {
    signalGroup(child, "SIGTERM");
    force = setTimeout(() => {
      signalGroup(child, "SIGKILL");
    }, GRACE_MS);
  };
  if (signal.aborted) end();
  signal.addEventListener("abort", end);
  return () => {
    clearTimeout(force);
    signal.removeEventListener("abort", end);
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
