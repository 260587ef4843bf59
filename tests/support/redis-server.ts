import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import type { TestProject } from "vitest/node";
import { z } from "zod";
import { birthOf } from "@/scripts/embedded/alive";
import { readIfThere } from "@/scripts/embedded/files";
import { freePort } from "@/scripts/embedded/free-port";

const PREFIX = "posthorn-redis-";
const PROGRAMS = ["redis-server", "valkey-server"];

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the Redis under test; null where this machine has none, and an imitation answers. */
    redisServer: string | null;
  }
}

/** One Redis for a run of the integration tests. */
export default async function redisServer(project: TestProject): Promise<() => Promise<void>> {
  const server = await openRedis();
  project.provide("redisServer", server.url);
  return () => server.close();
}

/**
 * That of TEST_REDIS_URL, else one of this machine's own program, on a free port and with nothing on its disk.
 * @returns no address where there is neither
 */
export async function openRedis(): Promise<{ url: string | null; close(): Promise<void> }> {
  const given = process.env.TEST_REDIS_URL;
  if (given) return { url: given, close: async () => {} };
  await clearAfterKilledRuns();
  for (const program of PROGRAMS) {
    const server = await startRedis(program);
    if (server !== null) return server;
  }
  return { url: null, close: async () => {} };
}

/** @returns null where there is no such program */
async function startRedis(program: string): Promise<{ url: string; close(): Promise<void> } | null> {
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  const port = await freePort(undefined);
  const options = { port, bind: "127.0.0.1", save: "", appendonly: "no", dir: folder };
  const child = spawn(
    program,
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: "ignore", windowsHide: true },
  );
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill()) await once(child, "exit");
    await rm(folder, { recursive: true, force: true });
  };
  if (!(await spawned(child))) {
    await rm(folder, { recursive: true, force: true });
    return null;
  }
  try {
    await writeFile(
      path.join(folder, "ours"),
      JSON.stringify(await Promise.all([process.pid, child.pid].map(named))),
    );
    const url = `redis://127.0.0.1:${port}`;
    await answering(url);
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function spawned(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve, reject) => {
    child.once("spawn", () => resolve(true));
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve(false);
      else reject(error);
    });
  });
}

/** @throws Error where it answers nobody within a quarter of a minute */
async function answering(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 300 });
  // Nobody listens in its first milliseconds.
  client.on("error", () => undefined);
  try {
    await client.ping();
  } finally {
    client.disconnect();
  }
}

type Named = z.infer<typeof namedSchema>;
const namedSchema = z.object({ pid: z.int(), birth: z.string() });

/** A process by what no later one has under the same number. */
async function named(pid = NaN): Promise<Named> {
  return { pid, birth: (await birthOf(pid)) ?? "" };
}

async function alive({ pid, birth }: Named): Promise<boolean> {
  return (await birthOf(pid)) === birth;
}

/** A run that was killed leaves its server running, until the next run comes. */
async function clearAfterKilledRuns(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const folder of names.map((name) => path.join(tmpdir(), name))) {
    const text = await readIfThere(path.join(folder, "ours"));
    if (text === undefined) continue;
    const [run, server] = z.tuple([namedSchema, namedSchema]).parse(JSON.parse(text));
    if (await alive(run)) continue;
    if (await alive(server)) process.kill(server.pid);
    await rm(folder, { recursive: true, force: true });
  }
}
