import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/**
 * The provider of the benchmarks, a program of its own so that it does not share a thread with what is measured.
 * It parses every batch as a provider has to, answers an id for each mail, and remembers when. With a cap it refuses
 * whatever goes beyond that many requests in any second, as Resend does. Sends its port to its parent;
 * GET /record answers what it took, POST /begin/CAP/DELAY begins anew: with a cap of 0 there is none, and every answer
 * comes DELAY milliseconds after the request.
 */

interface Taking {
  /** Milliseconds since 1970, of the answer. */
  readonly at: number;
  readonly mails: number;
}

const bodySchema = z.array(z.object({ to: z.unknown() }));

let cap = 0;
let delay = 0;
let takings: Taking[] = [];
let refusals: number[] = [];
let window: number[] = [];

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.(address.port);
});
process.once("disconnect", () => process.exit());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chosen = /^\/begin\/(\d+)\/(\d+)$/.exec(request.url ?? "");
  if (request.url === "/record") json(response, 200, { takings, refusals });
  else if (chosen === null) {
    const body = await text(request);
    if (delay > 0) await sleep(delay);
    take(body, response);
  } else {
    [cap, delay] = [Number(chosen[1]), Number(chosen[2])];
    [takings, refusals, window] = [[], [], []];
    json(response, 200, {});
  }
}

function take(body: string, response: ServerResponse): void {
  const now = performance.timeOrigin + performance.now();
  if (!withinCap(now)) {
    refusals.push(now);
    response.setHeader("retry-after", "1");
    json(response, 429, { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests" });
    return;
  }
  const mails = bodySchema.parse(JSON.parse(body));
  takings.push({ at: now, mails: mails.length });
  json(response, 200, { data: mails.map(() => ({ id: randomUUID() })) });
}

function withinCap(now: number): boolean {
  if (cap === 0) return true;
  window = window.filter((at) => at > now - 1_000);
  if (window.length >= cap) return false;
  window.push(now);
  return true;
}

function json(response: ServerResponse, status: number, value: unknown): void {
  const limits = cap === 0 ? {} : { "ratelimit-limit": cap, "ratelimit-remaining": cap - window.length };
  response.writeHead(status, { "content-type": "application/json", ...limits }).end(JSON.stringify(value));
}
