import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { Redis } from "ioredis";
import { ConfigurationError, withoutEmpty } from "@/lib/env";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { freePort } from "@/scripts/embedded/free-port";
import { loadEnvFile } from "@/scripts/embedded/services";
import { listenForSignals } from "@/scripts/interruption";
import { answerFrom, startBridge, type Bridge } from "@/scripts/redis/bridge";
import { redisCommands } from "@/scripts/redis/commands";

const USUAL_PORT = 8079;
const CONNECT_WITHIN_MS = 5_000;

interface Door {
  port: number;
  token: string;
  /** What is to be written into .env; empty where it stands there. */
  settings: string[];
}

/**
 * npm run redis:bridge [-- --redis ADDRESS]: a redis-server of one's own behind the REST interface that Posthorn asks.
 * Where it listens and its token are what the application is configured with.
 */
await runCommand(async () => {
  const { values } = readArguments({
    options: { redis: { type: "string", default: "redis://127.0.0.1:6379" } },
  });
  const server = redisAddress(values.redis);
  loadEnvFile();
  const door = await configuredDoor(withoutEmpty(process.env));
  const interruption = listenForSignals();
  const client = new Redis(server.address, { maxRetriesPerRequest: 1, connectTimeout: CONNECT_WITHIN_MS });
  // What goes wrong fails the command that was asked.
  client.on("error", () => undefined);
  try {
    await firstAnswer(client, server.name);
    const bridge = await open(client, door);
    console.log(
      `The Redis at ${server.name} answers at ${bridge.url}, on this machine alone. Ctrl-C ends it.`,
    );
    if (door.settings.length > 0) {
      console.log(`For .env, before the application starts:\n${door.settings.join("\n")}`);
    }
    if (!interruption.signal.aborted) await once(interruption.signal, "abort");
    await bridge.close();
  } finally {
    client.disconnect();
    interruption.stopListening();
  }
  if (interruption.exitCode !== undefined) process.exit(interruption.exitCode);
});

/** As a person may be shown it, without a password. */
interface Server {
  address: string;
  name: string;
}

function redisAddress(given: string): Server {
  if (path.isAbsolute(given)) return { address: given, name: given };
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === "") {
    throw new UsageError(
      "--redis must be the address of a Redis, such as redis://127.0.0.1:6379, or the path of its socket.",
    );
  }
  return { address: given, name: url.host };
}

/** Both variables or neither: one without the other is half of something else. */
async function configuredDoor({
  UPSTASH_REDIS_REST_URL: url,
  UPSTASH_REDIS_REST_TOKEN: token,
}: Record<string, string>): Promise<Door> {
  if (url === undefined && token === undefined) {
    const port = await freePort(USUAL_PORT);
    const made = randomBytes(32).toString("base64url");
    const settings = [`UPSTASH_REDIS_REST_URL=http://127.0.0.1:${port}`, `UPSTASH_REDIS_REST_TOKEN=${made}`];
    return { port, token: made, settings };
  }
  const address = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  const isHere = address?.protocol === "http:" && /^(?:127\.0\.0\.1|localhost)$/.test(address.hostname);
  if (address === null || !isHere || address.pathname !== "/") {
    throw new ConfigurationError(
      `UPSTASH_REDIS_REST_URL must be where the bridge listens, such as http://127.0.0.1:${USUAL_PORT}.`,
    );
  }
  if (token === undefined) {
    throw new ConfigurationError("UPSTASH_REDIS_REST_TOKEN must be set beside UPSTASH_REDIS_REST_URL.");
  }
  return { port: Number(address.port || 80), token, settings: [] };
}

async function firstAnswer(client: Redis, host: string): Promise<void> {
  try {
    await client.ping();
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `The Redis at ${host} does not answer (${says}); start it, or name another: --redis ADDRESS.`,
    );
  }
}

async function open(client: Redis, { port, token }: Door): Promise<Bridge> {
  const redis = redisCommands(client);
  try {
    return await startBridge({
      port,
      token,
      answer: (asked, response) => answerFrom(redis, asked, response),
    });
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!taken) throw error;
    throw new CommandError(`Port ${port} is taken; write another into UPSTASH_REDIS_REST_URL.`);
  }
}
