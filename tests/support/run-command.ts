import { spawn } from "node:child_process";
import { inProject, PROJECT } from "@/scripts/project";
import type { World } from "@/tests/support/world";
import { UNSUBSCRIBE_SECRET } from "@/tests/support/world";

export interface CommandEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command of this project as a process of its own, on a world's database and provider. */
export function runCommandOn(world: World, script: string, args: string[] = []): Promise<CommandEnd> {
  const child = spawn(process.execPath, ["--import", "tsx", inProject("scripts", script), ...args], {
    cwd: PROJECT,
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: world.url,
      RESEND_API_KEY: "re_test",
      RESEND_BASE_URL: world.provider.url,
      RESEND_FROM: "Posthorn <mail@posthorn.test>",
      RESEND_RATE_LIMIT: "1000",
      AUTH_SECRET: "auth-secret-of-the-tests-0123456789-0123456789",
      CRON_SECRET: "cron-secret-of-the-tests-0123456789",
      UNSUBSCRIBE_SECRET,
      APP_URL: "http://127.0.0.1:9",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
