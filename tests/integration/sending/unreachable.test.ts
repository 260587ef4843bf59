import { readFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import path from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resendProvider } from "@/lib/sending/resend";
import { HOUR } from "@/lib/sending/settings";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
const servers: Server[] = [];
const sockets = new Set<Socket>();

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** The port on which a server of this kind listens until the test is over. */
async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Nobody listens on it any more. */
async function closedPort(): Promise<number> {
  const port = await listening(createServer());
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
}

const at = (baseUrl: string, apiKey = "re_test") => resendProvider({ apiKey, baseUrl });
const request = (timeout: number) => ({ body: Buffer.from("[]"), idempotencyKey: "k", timeout });
const PATIENT = 60_000;
const SHORT = 300;

interface Nobody {
  url: string;
  timeout: number;
  /** How many bytes of requests have been read there. */
  received: () => number;
}

const none = () => 0;

const unreachable: Record<string, () => Promise<Nobody>> = {
  "nobody listens": async () => ({
    url: `http://127.0.0.1:${await closedPort()}`,
    timeout: PATIENT,
    received: none,
  }),
  "nobody listens, over TLS": async () => ({
    url: `https://127.0.0.1:${await closedPort()}`,
    timeout: PATIENT,
    received: none,
  }),
  "no host of that name": async () => ({
    url: "http://nobody.invalid",
    timeout: PATIENT,
    received: none,
  }),
  "a certificate that nobody vouches for": async () => {
    let read = 0;
    const server = createTlsServer(selfSigned(), (socket) => {
      socket.on("data", (bytes: Buffer) => (read += bytes.length));
      socket.on("error", () => undefined);
    });
    return { url: `https://127.0.0.1:${await listening(server)}`, timeout: PATIENT, received: () => read };
  },
  "a server that speaks no TLS": async () => {
    const server = createServer((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
    });
    return { url: `https://127.0.0.1:${await listening(server)}`, timeout: PATIENT, received: none };
  },
  "a connection closed in its handshake": async () => {
    const server = createServer((socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    });
    return { url: `https://127.0.0.1:${await listening(server)}`, timeout: PATIENT, received: none };
  },
  "a handshake that never ends": async () => ({
    url: `https://127.0.0.1:${await listening(createServer((socket) => socket.resume()))}`,
    timeout: SHORT,
    received: none,
  }),
  // A documentation address (RFC 5737): no route to it, or nobody who answers.
  "a connection that is not made in time": async () => ({
    url: "http://192.0.2.1",
    timeout: SHORT,
    received: none,
  }),
};

/** An elliptic key, and a certificate for 127.0.0.1 that it signed itself, valid until 2126. */
function selfSigned(): { key: Buffer; cert: Buffer } {
  const read = (name: string) => readFileSync(path.join(import.meta.dirname, name));
  return { key: read("self-signed-key.pem"), cert: read("self-signed-cert.pem") };
}

describe("a provider that cannot be reached", () => {
  it.each(Object.keys(unreachable))("is told apart where there is %s, and got nothing", async (name) => {
    const { url, timeout, received } = await nobody(name);
    expect(await at(url).send(request(timeout))).toMatchObject({ status: null, neverSent: true });
    expect(received()).toBe(0);
  });

  it.each(Object.keys(unreachable))(
    "because there is %s binds no batch: everybody gets today's text from another address and key",
    async (name) => {
      const { url, timeout } = await nobody(name);
      const mailing = await world.mailing({ owner, recipients: 250 });
      const misled = world.engine({
        provider: at(url),
        settings: { httpTimeout: timeout, inFlight: 2 },
      });
      await world.tick(misled);
      expect(await world.deliveriesByStatus(mailing.id)).toEqual({ pending: 250 });
      expect(await world.db.batch.count({ where: { firstUnknownAt: { not: null } } })).toBe(0);
      const gone = mailing.addresses[7] ?? "";
      await world.db.suppression.create({ data: { ownerId: owner.id, email: gone, reason: "unsubscribed" } });
      await world.turn(10 * 60_000);
      await world.settleDown(60, world.engine({ apiKey: "re_mended" }));
      expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 249, skipped: 1 });
      expect([...world.provider.received().values()].filter((count) => count !== 1)).toEqual([]);
      expect(await world.verify()).toEqual([]);
    },
  );

  it("opens the breaker after five batches, and its answer says why", async () => {
    const mailing = await world.mailing({ owner, recipients: 800 });
    const misled = world.engine({
      provider: at(`http://127.0.0.1:${await closedPort()}`),
      settings: { inFlight: 1 },
    });
    expect((await world.tick(misled)).end).toBe("shut");
    expect(await world.db.providerState.findUnique({ where: { id: 1 } })).toMatchObject({
      haltKind: "breaker",
      haltCode: "unreachable",
      haltAnswer: expect.stringContaining("ECONNREFUSED"),
      failures: 5,
    });
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 800 });
  });

  it("closes nobody for good: what is finished by hand meanwhile is cancelled, and certainly not uncertain", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    await world.tick(world.engine({ provider: at(`http://127.0.0.1:${await closedPort()}`) }));
    await world.db.attempt.updateMany({ data: { closingReason: "finished" } });
    await world.tick();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ cancelled: 100 });
  });

  it("after a request of unknown outcome changes nothing of it: the same bytes, key and provider, or nothing", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "reset_after" });
    await world.tick();
    const before = await world.db.batch.findFirstOrThrow();
    // The same provider, but the way to it is cut.
    const cut = world.engine();
    const { fingerprint } = cut.provider;
    cut.provider = { ...at(`http://127.0.0.1:${await closedPort()}`), fingerprint };
    await world.turn(10 * 60_000);
    await world.tick(cut);
    const after = await world.db.batch.findFirstOrThrow();
    expect(after).toMatchObject({
      answerCode: "unreachable",
      firstUnknownAt: before.firstUnknownAt,
      bodyHash: before.bodyHash,
      freezeNumber: before.freezeNumber,
      unknowns: before.unknowns,
    });
    await world.turn(HOUR);
    await world.tick(world.engine({ apiKey: "re_other" }));
    expect(world.provider.requests).toHaveLength(1);
    await world.settleDown();
    expect(new Set(world.provider.requests.map(({ key, bodyHash }) => `${key} ${bodyHash}`)).size).toBe(1);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    expect([...world.provider.received().values()].filter((count) => count !== 1)).toEqual([]);
  });
});

describe("a connection that was made and then lost is unknown", () => {
  it.each([
    ["closed without a word", (socket: Socket) => socket.end()],
    ["after a part of the request", (socket: Socket) => socket.once("data", () => socket.resetAndDestroy())],
  ])("%s", async (_, lose) => {
    const port = await listening(createServer(lose));
    expect(await at(`http://127.0.0.1:${port}`).send(request(PATIENT))).toMatchObject({
      status: null,
      neverSent: false,
    });
  });

  it("without an answer in time", async () => {
    const port = await listening(createServer((socket) => socket.resume()));
    expect(await at(`http://127.0.0.1:${port}`).send(request(SHORT))).toMatchObject({ neverSent: false });
  });

  it("on a connection that was used before and dies with the next request", async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        socket.once("data", () => socket.resetAndDestroy());
      });
    });
    const provider = at(`http://127.0.0.1:${await listening(server)}`);
    expect(await provider.send(request(PATIENT))).toMatchObject({ status: 200 });
    expect(await provider.send(request(PATIENT))).toMatchObject({ status: null, neverSent: false });
    expect(connections).toBe(1);
  });
});

function nobody(name: string): Promise<Nobody> {
  const start = unreachable[name];
  if (start === undefined) throw new Error(`nothing is known of "${name}"`);
  return start();
}
