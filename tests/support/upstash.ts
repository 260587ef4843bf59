import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** How a Redis behind Upstash's interface may answer; "well" is as Upstash does. */
export type RedisMood =
  | "well"
  | "hangs"
  | "hangs after its headers"
  | "refuses"
  | "breaks"
  | "is a page"
  | "counts nothing"
  | "counts words"
  | "is empty"
  | "cuts off"
  | "cuts the body off";

export interface UpstashStandIn {
  readonly url: string;
  mood: RedisMood;
  /** The keys that count, with their counts. */
  readonly counts: Map<string, number>;
  /** Commands that came, in any mood. */
  readonly commands: string[][];
  close(): Promise<void>;
}

/** Upstash's REST interface as far as the rate limits use it: the script of a fixed window, and DEL. */
export async function startUpstash(): Promise<UpstashStandIn> {
  const counts = new Map<string, number>();
  const commands: string[][] = [];
  const server = createServer((request, response) => {
    void answer(standIn, request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in has no port.");
  const standIn: UpstashStandIn = {
    url: `http://127.0.0.1:${address.port}`,
    mood: "well",
    counts,
    commands,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return standIn;
}

async function answer(
  { mood, counts, commands }: UpstashStandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  const command = (JSON.parse(Buffer.concat(parts).toString()) as unknown[]).map(String);
  commands.push(command);
  const json = (status: number, body: unknown) => {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  };
  switch (mood) {
    case "well":
      json(200, { result: outcome(counts, command) });
      break;
    case "hangs":
      break;
    case "hangs after its headers":
      response.writeHead(200, { "Content-Type": "application/json" }).write('{"result":');
      break;
    case "refuses":
      json(401, { error: "WRONGPASS invalid or missing auth token" });
      break;
    case "breaks":
      json(500, { error: "ERR internal error" });
      break;
    case "is a page":
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><p>Sign in to the hotel");
      break;
    case "counts nothing":
      json(200, { result: [] });
      break;
    case "counts words":
      json(200, { result: ["bW9ybmluZw==", "Z29vZA=="] });
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

function outcome(counts: Map<string, number>, [name = "", ...args]: string[]): unknown {
  switch (name.toLowerCase()) {
    case "evalsha":
    case "eval": {
      const [, , key = "", uses, , by] = args;
      const count = (counts.get(key) ?? 0) + Number(by);
      counts.set(key, count);
      return [count, Number(uses)];
    }
    case "del":
      return args.filter((key) => counts.delete(key)).length;
    default:
      throw new Error(`The stand-in knows no ${name}.`);
  }
}
