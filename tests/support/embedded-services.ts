import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { startServices } from "@/scripts/embedded/services";
import { inProject, PROJECT } from "@/scripts/project";
import { stageEnvironment } from "@/scripts/testing/run-program";

const reportSchema = z.object({
  env: z.record(z.string(), z.string()),
  started: z.object({ database: z.boolean(), mailbox: z.boolean() }),
});

/** A data folder that goes away again, with whatever still runs in it. */
export async function makeDataFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "posthorn-data-"));
  return {
    folder,
    async remove() {
      const running = existsSync(path.join(folder, "postgres", "data", "postmaster.pid"));
      if (running) await (await startServices({ POSTHORN_DATA: folder, NODE_ENV: "test" })).stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Holder = z.infer<typeof reportSchema> & { child: ChildProcess };

/** Another process that uses the services of a folder, as soon as it has them. */
export async function holdServices(folder: string): Promise<Holder> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", inProject("tests", "support", "services-holder.ts")],
    {
      cwd: inProject(),
      env: { PATH: process.env.PATH, HOME: process.env.HOME, POSTHORN_DATA: folder, NODE_ENV: "test" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...reportSchema.parse(JSON.parse(line)), child };
  }
  throw new Error("The holder ended without a word.");
}

/** Sends a signal and waits for the end; the exit code, or the signal that killed it. */
export async function end(holder: Holder, signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
  const ended = once(holder.child, "exit");
  holder.child.kill(signal);
  const [code, killedBy] = z
    .tuple([z.number().nullable(), z.custom<NodeJS.Signals>().nullable()])
    .parse(await ended);
  return code ?? killedBy ?? "SIGKILL";
}

/** Whether something listens at the address's port, by default on the address's own host. */
export function listens(address: string, host: string = new URL(address).hostname): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(new URL(address).port) });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CommandOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Another checkout to run it from. */
  readonly project?: string;
  /** What a shell runs before it, such as a limit. */
  readonly before?: string;
}

/** A command of this project as a process of its own, told nothing but what is given here. */
export function startCommand(script: string, options: CommandOptions = {}): ChildProcess {
  const { environment = {}, project = PROJECT, before } = options;
  const args = ["--import", import.meta.resolve("tsx"), path.join(project, script)];
  const shell = ["-c", `${before} && exec "$@"`, "sh", process.execPath, ...args];
  return spawn(before === undefined ? process.execPath : "sh", before === undefined ? args : shell, {
    cwd: project,
    env: stageEnvironment({ NODE_ENV: "test", ...environment }),
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs such a command to its end. */
export async function runAlone(script: string, options: CommandOptions = {}): Promise<CommandEnd> {
  return endOf(startCommand(script, options));
}

/** Waits until a command has written a line that contains `text`, on either stream. */
export function saying(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (part: string) => {
      said += part;
      if (said.includes(text)) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", listen);
    child.once("close", () => {
      reject(new Error(`The command ended without saying "${text}": ${said}`));
    });
  });
}

/** Waits for the end of a command and keeps what it wrote from now on. */
export async function endOf(child: ChildProcess): Promise<CommandEnd> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = z
    .tuple([z.number().nullable()])
    .rest(z.unknown())
    .parse(await once(child, "close"));
  return { code, stdout, stderr };
}
