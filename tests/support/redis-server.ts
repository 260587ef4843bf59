import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import type { TestProject } from "vitest/node";
import { z } from "zod";
import { birthOf } from "@/scripts/embedded/alive";
import { readIfThere } from "@/scripts/embedded/files";
import { findRedis } from "@/scripts/testing/redis-program";

const PREFIX = "posthorn-redis-";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the Redis under test is: an address, or the path of its socket. */
    redisServer: string;
  }
}

interface OpenRedis {
  /** Its address, or the path of its socket. */
  readonly url: string;
  close(): Promise<void>;
}

/** One Redis for a run of the integration tests. */
export default async function redisServer(project: TestProject): Promise<() => Promise<void>> {
  const server = await openRedis();
  project.provide("redisServer", server.url);
  return () => server.close();
}

/**
 * That of TEST_REDIS_URL, else one of this machine's own program, with nothing on its disk.
 * @throws CommandError where there is neither
 */
export async function openRedis(): Promise<OpenRedis> {
  const given = process.env.TEST_REDIS_URL;
  if (given) return { url: given, close: async () => {} };
  await clearAfterKilledRuns();
  return startRedis(await findRedis());
}

/** On a socket of its own: a port that is free now may be taken a moment later. */
async function startRedis(program: string): Promise<OpenRedis> {
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  const url = path.join(folder, "socket");
  const options = { port: 0, unixsocket: url, save: "", appendonly: "no", dir: folder };
  const child = spawn(
    program,
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: "ignore", windowsHide: true },
  );
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill()) await once(child, "exit");
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await once(child, "spawn");
    await writeFile(
      path.join(folder, "ours"),
      JSON.stringify(await Promise.all([process.pid, child.pid].map(named))),
    );
    await answering(url);
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws Error where it answers nobody within a minute */
async function answering(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 1_200 });
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
