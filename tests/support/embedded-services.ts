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
import { inProject } from "@/scripts/project";

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
