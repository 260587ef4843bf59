import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { isBearer } from "@/lib/security/bearer";
import type { RedisCommands } from "@/scripts/redis/commands";

/** Bytes of a request; Upstash takes as many at most. */
const LONGEST_BODY = 10_000_000;

const KINDS = new Map<string, Asked["kind"]>([
  ["/", "one"],
  ["/pipeline", "pipeline"],
  ["/multi-exec", "transaction"],
]);

const command = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]).transform(String)).min(1);

/** What a request asks for. */
export interface Asked {
  readonly kind: "one" | "pipeline" | "transaction";
  readonly commands: string[][];
  /** Texts of the answer are to be in base64. */
  readonly inBase64: boolean;
}

export interface Bridge {
  /** What UPSTASH_REDIS_REST_URL has to say. */
  readonly url: string;
  close(): Promise<void>;
}

interface BridgeOptions {
  token: string;
  /** 0 for any that is free. */
  port: number;
  answer: (asked: Asked, response: ServerResponse, request: IncomingMessage) => Promise<void>;
}

/**
 * Upstash's REST interface, as far as @upstash/redis uses it, on 127.0.0.1 alone and for whoever has the token.
 * @throws Error of the system where it cannot listen
 */
export async function startBridge({ token, port, answer }: BridgeOptions): Promise<Bridge> {
  const http = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      console.error("the bridge to Redis", error);
      response.destroy();
    });
  });
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isBearer(request.headers.authorization ?? "", token)) {
      refuse(response, 401, "WRONGPASS invalid or missing auth token");
      return;
    }
    const asked = await read(request);
    if (asked === null) refuse(response, 400, "ERR this is no request of @upstash/redis");
    else await answer(asked, response, request);
  }
  http.listen(port, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("The bridge has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };
}

/** Null for what is too long or nothing that the client of Upstash sends. */
async function read(request: IncomingMessage): Promise<Asked | null> {
  const kind = KINDS.get(request.url ?? "");
  const body = kind === undefined ? null : await boundedBody(request);
  if (kind === undefined || body === null) return null;
  const parsed = (kind === "one" ? command.transform((one) => [one]) : z.array(command)).safeParse(body);
  const inBase64 = request.headers["upstash-encoding"] === "base64";
  return parsed.success ? { kind, commands: parsed.data, inBase64 } : null;
}

async function boundedBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes > LONGEST_BODY) return null;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** Answers with what Redis says, each command of a pipeline for itself. */
export async function answerFrom(
  redis: RedisCommands,
  asked: Asked,
  response: ServerResponse,
): Promise<void> {
  const results = await outcomes(redis, asked);
  const bodies = results.map((result) =>
    result instanceof Error ? { error: result.message } : { result: wire(result, asked.inBase64) },
  );
  if (asked.kind !== "one") writeJson(response, 200, bodies);
  else writeJson(response, results[0] instanceof Error ? 400 : 200, bodies[0]);
}

/** What each command came to, an Error where it failed. */
export async function outcomes(redis: RedisCommands, { kind, commands }: Asked): Promise<unknown[]> {
  if (kind === "transaction") return redis.together(commands);
  const results: unknown[] = [];
  for (const one of commands) results.push(await redis.ask(one).catch((error: unknown) => error));
  return results;
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

/** The rest of what was sent is not read, so nothing else can follow over this connection. */
function refuse(response: ServerResponse, status: number, error: string): void {
  response.setHeader("Connection", "close");
  writeJson(response, status, { error });
}

export function writeJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
