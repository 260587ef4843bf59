import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { GET as cron } from "@/app/api/cron/mailings/route";
import { GET as health } from "@/app/api/health/route";
import { forgetEnv } from "@/lib/env";
import { startScheduler } from "@/lib/engine-host/scheduler";
import { DEFAULT_SETTINGS } from "@/lib/sending/settings";
import { claimsOf, firstClaim, noteClaims } from "@/tests/support/chaos-claims";
import { faultsOf, gaveUp, sendingCommand, sendTheRest } from "@/tests/support/chaos-command";
import { killSenders, startSender, type Sender } from "@/tests/support/chaos-process";
import { flawless, prove } from "@/tests/support/chaos-proof";
import { countFrom, SeededChoices } from "@/tests/support/chaos-random";
import { OwnServer } from "@/tests/support/chaos-server";
import { Work } from "@/tests/support/chaos-work";
import type { TestDatabase } from "@/tests/support/database";
import { PAST_LEASES, World } from "@/tests/support/world";

const RESTARTS = countFrom("CHAOS_RESTARTS", 2);
const BLOWS = ["immediate", "fast", "cut"] as const;
const RATE = 3;
const LATENCY = 100;
const RECIPIENTS_AT_ONCE = 2_000;
const ENOUGH_BATCHES = 20;
const WAIT = { timeout: 90_000, interval: 50 };

const choices = new SeededChoices();
let server: OwnServer | null = null;
let world: World | null = null;
let application: Application | null = null;

beforeAll(async () => {
  server = await OwnServer.start();
});
afterAll(async () => {
  await killSenders();
  await application?.stop();
  if (world === null) await server?.database.drop();
  await world?.close();
  vi.restoreAllMocks();
});

it(
  `mails every recipient once though PostgreSQL crashes, restarts or cuts connections ${RESTARTS} times, and scheduler and application go on by themselves`,
  { timeout: 120_000 + RESTARTS * 60_000 },
  async (context) => {
    if (server === null) return context.skip("the server under test runs elsewhere");
    console.log(`CHAOS_SEED=${choices.seed} CHAOS_RESTARTS=${RESTARTS}`);
    // What the application says of a database that is away.
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    world = await World.create({ on: namedConnections(server.database, "application") });
    await noteClaims(world);
    world.provider.when(() => ({ kind: "slow", ms: LATENCY }));
    // Before anybody looks: who finds nothing to do looks again at the full minute.
    const work = new Work(world, await world.user());
    await work.add(RECIPIENTS_AT_ONCE, 1);
    application = await Application.start(world);
    const scheduler = startSender(world, {
      script: "scheduler",
      name: "scheduler",
      requestsPerSecond: RATE,
    });
    const ends: string[] = [];
    for (let nth = 0; nth < RESTARTS; nth += 1) ends.push(await sendThroughBlow(world, server, work, nth));
    await claimsFrom(world, work, ["scheduler", "application"]);
    const rounds = await sendTheRest(world);
    scheduler.kill("SIGTERM");
    expect((await scheduler.ended).code).toBe(143);
    await application.stop();
    console.log(JSON.stringify({ ends, rounds, requests: world.provider.requests.length }));
    expect(await prove(world, world.provider.mails)).toEqual(flawless(work.mailings, work.recipients));
  },
);

/** What the blow was, and whether the command that was sending gave up. */
async function sendThroughBlow(world: World, server: OwnServer, work: Work, nth: number): Promise<string> {
  const [command] = await Promise.all([
    commandAtWork(world, work, nth),
    claimsFrom(world, work, ["scheduler", "application"]),
  ]);
  const blow = BLOWS[nth] ?? BLOWS[Math.floor(choices.draw("blow", nth) * BLOWS.length)] ?? "cut";
  await sleep(choices.draw("moment", nth) * 300);
  if (blow === "cut") await server.cut();
  else {
    await server.stop(blow);
    expect((await health()).status).toBe(503);
    await sleep(choices.draw("downtime", nth) * 1_000);
    await server.again();
  }
  const refusals = await answersAgain();
  await world.turn(PAST_LEASES);
  command.kill("SIGTERM");
  // It may have noticed nothing; where it gives up, it says so in one line.
  expect(await faultsOf(command)).toEqual([]);
  const end = `${blow}: ${gaveUp(command) ? "gave up" : "went on"}${refusals.map((words) => `, page: ${words}`).join("")}`;
  console.log(`${nth + 1}. ${end}`);
  return end;
}

/**
 * Asks the application until it answers. No page may fail because of a connection that died while nobody used it; on a
 * busy machine a new one may take longer than the application waits.
 */
async function answersAgain(): Promise<string[]> {
  const refusals: string[] = [];
  await vi.waitFor(async () => {
    const { status } = await health();
    const error: unknown = vi.mocked(console.error).mock.lastCall?.[1];
    if (status !== 200)
      refusals.push(error instanceof Error ? (error.message.split("\n").at(-1) ?? "") : "?");
    expect(status).toBe(200);
  }, WAIT);
  expect(refusals.filter((words) => !words.includes("timeout"))).toEqual([]);
  return refusals;
}

/** A command that has sent something: one that finds nothing to do is followed by another. */
async function commandAtWork(world: World, work: Work, nth: number): Promise<Sender> {
  for (let turn = 0; ; turn += 1) {
    await work.keep(ENOUGH_BATCHES, RECIPIENTS_AT_ONCE, 1);
    const command = sendingCommand(world, `command-${nth}-${turn}`, RATE);
    await firstClaim(world, command);
    if (command.over === null && (await claimsOf(world, command.name)) > 0) return command;
    command.kill("SIGTERM");
    await command.ended;
  }
}

/** Waits until each of these has claimed a batch from now on; there is work as long as it takes. */
async function claimsFrom(world: World, work: Work, names: string[]): Promise<void> {
  const before = await Promise.all(names.map((name) => claimsOf(world, name)));
  await vi.waitFor(async () => {
    await work.keep(ENOUGH_BATCHES, RECIPIENTS_AT_ONCE, 1);
    const now = await Promise.all(names.map((name) => claimsOf(world, name)));
    expect(names.filter((_, index) => (now[index] ?? 0) <= (before[index] ?? 0))).toEqual([]);
  }, WAIT);
}

function namedConnections(database: TestDatabase, name: string): TestDatabase {
  const url = new URL(database.url);
  url.searchParams.set("application_name", name);
  return { ...database, url: url.href };
}

/** The application's scheduler and the route that it calls, in this process. */
class Application {
  readonly #server = createServer((request, response) => {
    const answered = this.#answer(request, response);
    this.#open.add(answered);
    void answered.finally(() => this.#open.delete(answered));
  });
  readonly #open = new Set<Promise<void>>();

  static async start(world: World): Promise<Application> {
    const application = new Application();
    const server = application.#server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The application has no port.");
    Object.assign(process.env, { SCHEDULER: "on", HOST: "127.0.0.1", PORT: String(address.port) });
    forgetEnv();
    const engine = world.engine({ requestsPerSecond: RATE, random: Math.random, settings: DEFAULT_SETTINGS });
    Object.assign(globalThis, { posthornEngine: engine });
    startScheduler();
    return application;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authorization = "" } = request.headers;
    const answer = await cron(
      new Request(`http://posthorn.test${request.url}`, { headers: { authorization } }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  }

  /** Takes no more calls, and waits for the tick that is under way. */
  async stop(): Promise<void> {
    this.#server.close();
    await Promise.all(this.#open);
    this.#server.closeAllConnections();
  }
}
