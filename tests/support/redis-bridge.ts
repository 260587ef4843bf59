import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answerFrom, outcomes, startBridge, writeJson, type Asked } from "@/scripts/redis/bridge";
import type { RedisCommands } from "@/scripts/redis/commands";
import { openStore, type Store } from "@/tests/support/redis-store";

/** How Redis behind Upstash's interface may answer; "well" is as Upstash does. The first two do what they are told. */
export type RedisMood =
  | "well"
  | "does it and cuts off"
  | "hangs"
  | "hangs after its headers"
  | "is slow"
  | "refuses"
  | "breaks"
  | "is full"
  | "is a page"
  | "answers nothing"
  | "answers words"
  | "is empty"
  | "cuts off"
  | "cuts the body off";

/** Longer than anybody here waits for Redis. */
const SLOW_MS = 600;
const TOKEN = "token-of-the-tests";
/** What a Redis whose memory is full does all the same. */
const NEEDS_NO_MEMORY = [
  "get",
  "mget",
  "exists",
  "hget",
  "hmget",
  "hgetall",
  "del",
  "unlink",
  "ping",
  "pttl",
];

export interface RedisBridge {
  readonly url: string;
  readonly token: string;
  /** For every command, or for each as the function says; the parts of a pipeline are asked one by one, the worst wins. */
  mood: RedisMood | ((command: readonly string[]) => RedisMood);
  /** Commands that came, in any mood, each part of a pipeline for itself. */
  readonly commands: string[][];
  /** Asks Redis itself, in any mood. */
  ask(...command: readonly string[]): Promise<unknown>;
  /** The keys that are there. */
  keys(): Promise<string[]>;
  /** Redis loses its data. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The bridge of `npm run redis:bridge` before a Redis, with moods. Keys of two of them never meet.
 *
 * @param server where a Redis is
 */
export async function startRedisBridge(server: string): Promise<RedisBridge> {
  const store = openStore(server);
  const commands: string[][] = [];
  const { url, close } = await startBridge({
    token: TOKEN,
    port: 0,
    answer(asked, response, request) {
      commands.push(...asked.commands);
      return answer(moodFor(bridge, asked.commands), store, asked, { request, response });
    },
  });
  const bridge: RedisBridge = {
    url,
    token: TOKEN,
    mood: "well",
    commands,
    ask: (...command) => store.ask(command),
    keys: () => store.keys(),
    forget: () => store.forget(),
    async close() {
      await close();
      await store.close();
    },
  };
  return bridge;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

async function answer(
  mood: RedisMood,
  store: Store,
  asked: Asked,
  { request, response }: Exchange,
): Promise<void> {
  switch (mood) {
    case "well":
      await answerFrom(store, asked, response);
      break;
    case "is full":
      await answerFrom(fullStore(store), asked, response);
      break;
    case "is slow":
      await sleep(SLOW_MS);
      await answerFrom(store, asked, response);
      break;
    case "does it and cuts off":
      await outcomes(store, asked);
      request.socket.destroy();
      break;
    default:
      answerBadly(mood, asked, request, response);
  }
}

/** Another than "well" for one part of a pipeline is that of the whole. */
function moodFor({ mood }: RedisBridge, commands: readonly string[][]): RedisMood {
  if (typeof mood === "string") return mood;
  return commands.map(mood).find((one) => one !== "well") ?? "well";
}

/** One whose memory is full. */
function fullStore(store: Store): RedisCommands {
  return {
    ask(command) {
      if (NEEDS_NO_MEMORY.includes(command[0]?.toLowerCase() ?? "")) return store.ask(command);
      return Promise.reject(new Error("OOM command not allowed when used memory > 'maxmemory'."));
    },
    together: async (commands) => commands.map(() => new Error("EXECABORT Transaction discarded.")),
  };
}

function answerBadly(
  mood: Exclude<RedisMood, "well" | "is full" | "is slow" | "does it and cuts off">,
  asked: Asked,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const many = (one: unknown) => (asked.kind === "one" ? one : asked.commands.map(() => one));
  switch (mood) {
    case "hangs":
      break;
    case "hangs after its headers":
      response.writeHead(200, { "Content-Type": "application/json" }).write('{"result":');
      break;
    case "refuses":
      writeJson(response, 401, { error: "WRONGPASS invalid or missing auth token" });
      break;
    case "breaks":
      writeJson(response, 500, { error: "ERR internal error" });
      break;
    case "is a page":
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><p>Sign in to the hotel");
      break;
    case "answers nothing":
      writeJson(response, 200, many({ result: [] }));
      break;
    case "answers words":
      writeJson(response, 200, many({ result: ["bW9ybmluZw==", "Z29vZA=="] }));
      break;
    case "is empty":
      response.writeHead(200).end();
      break;
    case "cuts off":
      request.socket.destroy();
      break;
    case "cuts the body off":
      response.writeHead(200, { "Content-Length": "100" }).write('{"result":');
      setImmediate(() => request.socket.destroy());
      break;
  }
}
