import { spawn } from "node:child_process";
import { environmentOf } from "@/tests/support/application";
import { PROJECT } from "@/scripts/project";
import { npmScript } from "@/scripts/testing/npm-script";
import type { World } from "@/tests/support/world";

export interface CommandEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command of this project, by its name in package.json, as a process of its own, on a world's database and provider. */
export function runCommandOn(
  world: World,
  name: string,
  args: string[] = [],
  environment: Record<string, string> = {},
  input = "",
): Promise<CommandEnd> {
  const child = spawn(process.execPath, [...npmScript(name), ...args], {
    cwd: PROJECT,
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...environmentOf(world),
      // Where nobody listens: cached pages are refreshed by their age then.
      APP_URL: "http://127.0.0.1:9",
      ...environment,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
