import { spawn } from "node:child_process";
import { PROJECT } from "@/scripts/project";
import { npmScript } from "@/scripts/testing/npm-script";

export interface Child {
  readonly pid: number;
  /** Exit code, null after a signal; what it wrote. */
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  kill(): void;
}

/** A command of this project, by its name in package.json, with nothing of this process's settings. */
export function startChild(name: string, settings: Record<string, string>): Child {
  const child = spawn(process.execPath, npmScript(name), {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { pid: child.pid ?? 0, ended, kill: () => child.kill() };
}

/** What a command needs to send through the provider of a benchmark. */
export function sendingSettings(databaseUrl: string, providerUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    RESEND_BASE_URL: providerUrl,
    RESEND_API_KEY: "re_bench",
    RESEND_FROM: "Posthorn <mail@bench.example>",
    // The most that can be set: a hundred thousand emails a second.
    RESEND_RATE_LIMIT: "1000",
    APP_URL: "http://127.0.0.1:9",
    AUTH_SECRET: "auth-secret-of-the-benchmark-0123456789",
    CRON_SECRET: "cron-secret-of-the-benchmark-0123456789",
    UNSUBSCRIBE_SECRET: "unsubscribe-secret-of-the-benchmark-0123",
  };
}
