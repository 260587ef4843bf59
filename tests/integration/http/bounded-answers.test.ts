import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { askProvider } from "@/lib/health/looks";
import { answerText, AnswerTooLongError, LONGEST_ANSWER } from "@/lib/http/bounded-answer";
import { redisWith } from "@/lib/redis";
import { domainState, resendProvider } from "@/lib/sending/resend";
import { World } from "@/tests/support/world";

/** What the buffers of two sockets may take beside what is read. */
const IN_BUFFERS = 16_000_000;
const PIECE = Buffer.alloc(64_000, " ");
const PATIENCE = 60_000;

let world: World;
let server: Server | undefined;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Answering {
  url: string;
  /** Resolves when the connection is closed, with the bytes that could be written until then. */
  written: Promise<number>;
}

/** A server that answers the first request so. */
async function answering(answer: (response: ServerResponse) => void): Promise<Answering> {
  let closed: (bytes: number) => void;
  const written = new Promise<number>((resolve) => (closed = resolve));
  const listening = createServer((request, response) => {
    request.resume();
    response.on("error", () => undefined);
    request.socket.once("close", () => closed(request.socket.bytesWritten));
    answer(response);
  });
  server = listening;
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("nobody listens");
  return { url: `http://127.0.0.1:${address.port}`, written };
}

function* pieces(most: number): Generator<Buffer> {
  for (let bytes = 0; bytes < most; bytes += PIECE.byteLength) yield PIECE;
}

/** Writes pieces as fast as they are taken, for as long as somebody takes them. */
function pour(response: ServerResponse, most = Infinity): void {
  Readable.from(pieces(most)).pipe(response);
}

const long: Record<string, (response: ServerResponse) => void> = {
  "an endless answer": (response) => pour(response.writeHead(200)),
  "an endless refusal": (response) => pour(response.writeHead(503)),
  "100 MB with their length": (response) =>
    pour(response.writeHead(200, { "content-length": PIECE.byteLength * 1_600 }), PIECE.byteLength * 1_600),
  "100 MB in pieces": (response) => pour(response.writeHead(200), PIECE.byteLength * 1_600),
};

/** Everything of the product that reads what another server answers. */
const readers: Record<string, (url: string) => Promise<unknown>> = {
  "a batch that is sent": (url) =>
    resendProvider({ apiKey: "re_test", baseUrl: url }).send({
      body: Buffer.from("[]"),
      idempotencyKey: "k",
      timeout: PATIENCE,
    }),
  "the state of a domain": (url) => domainState({ apiKey: "re_test", baseUrl: url }, "a.test", PATIENCE),
  "doctor's question to the provider": (url) =>
    configured({ RESEND_BASE_URL: url }, () => askProvider(PATIENCE)).catch((error: unknown) => error),
  "a question to Redis": (url) =>
    configured({ UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: "token" }, async () =>
      redisWith(() => AbortSignal.timeout(PATIENCE))?.get("key"),
    ).catch((error: unknown) => error),
};

async function configured<T>(settings: Record<string, string>, ask: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, settings);
  forgetEnv();
  try {
    return await ask();
  } finally {
    process.env = before;
    forgetEnv();
  }
}

const outcomes: Record<string, unknown> = {
  "a batch that is sent": { status: null, neverSent: false, message: new AnswerTooLongError().message },
  "the state of a domain": "unknown",
  "doctor's question to the provider": new AnswerTooLongError(),
  "a question to Redis": new AnswerTooLongError(),
};

describe.each(Object.entries(readers))("%s", (reader, ask) => {
  it.each(Object.entries(long))(
    "reads no more of %s than the bound, and closes the connection",
    async (_, pouring) => {
      const { url, written } = await answering(pouring);
      expect(await ask(url)).toEqual(outcomes[reader]);
      expect(await written).toBeLessThan(LONGEST_ANSWER + IN_BUFFERS);
    },
  );
});

it("an answer of just the bound is read, and of one byte more is not", async () => {
  const most = "x".repeat(LONGEST_ANSWER);
  expect(await answerText(new Response(most))).toBe(most);
  await expect(answerText(new Response(`${most}x`))).rejects.toThrow(AnswerTooLongError);
  expect(await answerText(new Response(null))).toBe("");
});

it("a small answer that unpacks to 100 MB is given up in the middle", async () => {
  const packed = gzipSync(Buffer.alloc(100_000_000, " "));
  const { url } = await answering((response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(packed);
  });
  expect(await readers["doctor's question to the provider"]?.(url)).toEqual(new AnswerTooLongError());
});

it("a batch whose answer is too long is unknown: the same bytes again, and nobody gets anything twice", async () => {
  const owner = await world.user();
  const mailing = await world.mailing({ owner, recipients: 100 });
  world.provider.script({ kind: "weird", status: 200, body: " ".repeat(LONGEST_ANSWER + 1), taken: true });
  await world.tick(world.engine({ settings: { inFlight: 1 } }));
  expect(await world.db.batch.findFirst()).toMatchObject({ unknowns: 1, answerCode: "no_answer" });
  await world.settleDown();
  expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
  expect([...world.provider.received().values()].filter((count) => count !== 1)).toEqual([]);
});
