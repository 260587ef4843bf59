import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
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
 * Upstash's REST interface before a Redis: what the client of @upstash/redis may be pointed at. Keys of two bridges
 * never meet.
 *
 * @param server where a Redis is
 */
export async function startRedisBridge(server: string): Promise<RedisBridge> {
  const store = openStore(server);
  const commands: string[][] = [];
  const http = createServer((request, response) => {
    answer(bridge, store, request, response).catch((error: unknown) => {
      console.error("the bridge to Redis", error);
      response.destroy();
    });
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("The bridge has no port.");
  const bridge: RedisBridge = {
    url: `http://127.0.0.1:${address.port}`,
    token: TOKEN,
    mood: "well",
    commands,
    ask: (...command) => store.ask(command),
    keys: () => store.keys(),
    forget: () => store.forget(),
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, "close");
      await store.close();
    },
  };
  return bridge;
}

async function answer(
  bridge: RedisBridge,
  store: Store,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await read(request);
  if (request.headers.authorization !== `Bearer ${TOKEN}`) {
    json(response, 401, { error: "WRONGPASS invalid or missing auth token" });
    return;
  }
  bridge.commands.push(...asked.commands);
  const mood = moodFor(bridge, asked.commands);
  const inBase64 = request.headers["upstash-encoding"] === "base64";
  switch (mood) {
    case "well":
      await answerWell(store, asked, inBase64, response);
      break;
    case "is full":
      await answerWell(fullStore(store), asked, inBase64, response);
      break;
    case "is slow":
      await sleep(SLOW_MS);
      await answerWell(store, asked, inBase64, response);
      break;
    case "does it and cuts off":
      await outcomes(store, asked);
      request.socket.destroy();
      break;
    default:
      answerBadly(mood, asked, request, response);
  }
}

type Kind = "one" | "pipeline" | "transaction";
interface Asked {
  kind: Kind;
  commands: string[][];
}

async function read(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  const body: unknown = JSON.parse(Buffer.concat(parts).toString());
  switch (request.url) {
    case "/":
      return { kind: "one", commands: [words(body)] };
    case "/pipeline":
      return { kind: "pipeline", commands: rows(body).map(words) };
    case "/multi-exec":
      return { kind: "transaction", commands: rows(body).map(words) };
    default:
      throw new Error(`The bridge knows no ${request.url}.`);
  }
}

function rows(body: unknown): unknown[] {
  if (!Array.isArray(body)) throw new Error("Upstash takes arrays.");
  return body;
}

function words(command: unknown): string[] {
  return rows(command).map(String);
}

/** Another than "well" for one part of a pipeline is that of the whole. */
function moodFor({ mood }: RedisBridge, commands: readonly string[][]): RedisMood {
  if (typeof mood === "string") return mood;
  return commands.map(mood).find((one) => one !== "well") ?? "well";
}

async function answerWell(store: Store, asked: Asked, inBase64: boolean, response: ServerResponse) {
  const results = await outcomes(store, asked);
  const bodies = results.map((result) =>
    result instanceof Error ? { error: result.message } : { result: wire(result, inBase64) },
  );
  if (asked.kind !== "one") json(response, 200, bodies);
  else json(response, results[0] instanceof Error ? 400 : 200, bodies[0]);
}

/** One whose memory is full. */
function fullStore(store: Store): Store {
  return {
    ...store,
    ask(command) {
      if (NEEDS_NO_MEMORY.includes(command[0]?.toLowerCase() ?? "")) return store.ask(command);
      return Promise.reject(new Error("OOM command not allowed when used memory > 'maxmemory'."));
    },
    together: async (commands) => commands.map(() => new Error("EXECABORT Transaction discarded.")),
  };
}

async function outcomes(store: Store, { kind, commands }: Asked): Promise<unknown[]> {
  if (kind === "transaction") return store.together(commands);
  const results: unknown[] = [];
  for (const command of commands) results.push(await store.ask(command).catch((error: unknown) => error));
  return results;
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
      json(response, 401, { error: "WRONGPASS invalid or missing auth token" });
      break;
    case "breaks":
      json(response, 500, { error: "ERR internal error" });
      break;
    case "is a page":
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><p>Sign in to the hotel");
      break;
    case "answers nothing":
      json(response, 200, many({ result: [] }));
      break;
    case "answers words":
      json(response, 200, many({ result: ["bW9ybmluZw==", "Z29vZA=="] }));
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

/** As Upstash writes it. A status looks like a text here: of those only a bare OK stays as it is. */
function wire(result: unknown, inBase64: boolean): unknown {
  const nested = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(nested);
    if (typeof part === "string" && inBase64) return Buffer.from(part).toString("base64");
    return part ?? null;
  };
  return result === "OK" ? result : nested(result);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
