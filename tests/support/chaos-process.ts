import { spawn } from "node:child_process";
import { PROJECT } from "@/scripts/project";
import { npmScript } from "@/scripts/testing/npm-script";
import { environmentOf } from "@/tests/support/application";
import type { World } from "@/tests/support/world";

export interface SenderEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A sending command of this project as a process of its own. Its connections bear its name. */
export interface Sender {
  readonly name: string;
  /** Null while it runs. */
  readonly over: SenderEnd | null;
  readonly ended: Promise<SenderEnd>;
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface SenderOptions {
  script: "mailings:send" | "scheduler";
  /** Short, of letters, digits and dashes. */
  name: string;
  requestsPerSecond: number;
  environment?: Record<string, string>;
}

const running = new Set<Sender>();

/** Kills whatever a failed test left behind. */
export async function killSenders(): Promise<void> {
  await Promise.all([...running].map((sender) => (sender.kill("SIGKILL"), sender.ended)));
}

export function startSender(world: World, options: SenderOptions): Sender {
  const database = new URL(world.url);
  database.searchParams.set("application_name", options.name);
  const child = spawn(process.execPath, npmScript(options.script), {
    cwd: PROJECT,
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...environmentOf(world),
      DATABASE_URL: database.href,
      RESEND_RATE_LIMIT: String(options.requestsPerSecond),
      // Where nobody listens: cached pages are refreshed by their age then.
      APP_URL: "http://127.0.0.1:9",
      ...options.environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let over: SenderEnd | null = null;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<SenderEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      over = { code, signal, stdout, stderr };
      resolve(over);
    });
  });
  const sender: Sender = {
    name: options.name,
    get over() {
      return over;
    },
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: (signal) => void child.kill(signal),
  };
  running.add(sender);
  child.once("close", () => running.delete(sender));
  return sender;
}
