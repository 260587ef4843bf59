import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { claimsOf, firstClaim, heldAtDeath, noteClaims } from "@/tests/support/chaos-claims";
import { passingFaults } from "@/tests/support/chaos-faults";
import { faultsOf, sendingCommand, sendTheRest } from "@/tests/support/chaos-command";
import { killSenders, startSender, type Sender } from "@/tests/support/chaos-process";
import { flawless, prove } from "@/tests/support/chaos-proof";
import { countFrom, SeededChoices } from "@/tests/support/chaos-random";
import { Work } from "@/tests/support/chaos-work";
import { PAST_LEASES, World, type User } from "@/tests/support/world";

const KILLS = countFrom("CHAOS_KILLS", 10);
const RECIPIENTS = 20_000;
/** Half in one mailing from the start, half in small ones that come while processes die. */
const FIRST_MAILING = RECIPIENTS / 2;
const SLICE = Math.floor((RECIPIENTS - FIRST_MAILING) / KILLS);
const MAILINGS_IN_SLICE = 10;
/** Fewer open batches than this might be gone before the next victim comes to its first claim. */
const ENOUGH_BATCHES = 25;
const SLOW = 2;
/** A victim lives for up to a second and is to leave something to the next. */
const BRISK = 25;
const MINUTE = 60_000;

const choices = new SeededChoices();
let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
  await noteClaims(world);
});
afterAll(async () => {
  await killSenders();
  await world.close();
});

it(
  `mails every recipient once though sending processes are killed ${KILLS} times at any moment`,
  { timeout: MINUTE + KILLS * 20_000 },
  async () => {
    console.log(`CHAOS_SEED=${choices.seed} CHAOS_KILLS=${KILLS}`);
    world.provider.when(passingFaults(choices));
    const work = new Work(world, owner);
    await work.add(FIRST_MAILING, 1);
    const scheduler = startSender(world, {
      script: "scheduler",
      name: "scheduler",
      requestsPerSecond: SLOW,
    });
    const command = new CommandByCron();
    const deaths = await killVictims(work);
    await work.add(RECIPIENTS - work.recipients, 1);
    world.provider.when(() => null);
    const rounds = await sendTheRest(world);
    expect(await command.stop()).toEqual([]);
    const claims = await claimsOf(world, "scheduler");
    scheduler.kill("SIGTERM");
    expect(await scheduler.ended).toMatchObject({ code: 143 });
    console.log(JSON.stringify({ deaths, rounds, requests: world.provider.requests.length, claims }));
    expect(await prove(world, world.provider.mails)).toEqual(flawless(work.mailings, RECIPIENTS));
    expect(claims).toBeGreaterThan(0);
    // In few kills a phase of a few milliseconds may be missed; in many it is not.
    if (KILLS >= 100) expect(Object.values(deaths).filter((count) => count === 0)).toEqual([]);
  },
);

/** mailings:send again and again, as a cron would call it. */
class CommandByCron {
  #current: Sender | null = null;
  #stopped = false;
  /** What it did that it may not. */
  readonly #ended = this.#run();

  async #run(): Promise<string[]> {
    const faults: string[] = [];
    for (let nth = 0; !this.#stopped && faults.length === 0; nth += 1) {
      this.#current = sendingCommand(world, `command-${nth}`, SLOW);
      faults.push(...(await faultsOf(this.#current)));
    }
    return faults;
  }

  stop(): Promise<string[]> {
    this.#stopped = true;
    this.#current?.kill("SIGTERM");
    return this.#ended;
  }
}

interface Deaths {
  /** Nothing in the ledger: still starting, between two batches, or waiting. */
  none: number;
  claimed: number;
  requested: number;
  both: number;
}

async function killVictims(work: Work): Promise<Deaths> {
  const deaths: Deaths = { none: 0, claimed: 0, requested: 0, both: 0 };
  let next = victim(0);
  for (let killed = 0, nth = 0; killed < KILLS; nth += 1) {
    if (RECIPIENTS - work.recipients >= SLICE) await work.keep(ENOUGH_BATCHES, SLICE, MAILINGS_IN_SLICE);
    const current = next;
    // The next one starts while this one sends: a start takes a second, most of it waiting for the disk.
    next = victim(nth + 1);
    if (!(await momentOfDeath(current, nth))) continue;
    current.kill("SIGKILL");
    if ((await current.ended).signal !== "SIGKILL") continue;
    killed += 1;
    const held = await heldAtDeath(world, current.name);
    deaths[phaseOf(held)] += 1;
    if (killed % 20 === 0) console.log(`${killed} killed`, JSON.stringify(deaths));
    await world.turn(PAST_LEASES);
  }
  next.kill("SIGKILL");
  await next.ended;
  await world.turn(PAST_LEASES);
  return deaths;
}

function victim(nth: number): Sender {
  const script = choices.draw("script", nth) < 0.5 ? "mailings:send" : "scheduler";
  return startSender(world, { script, name: `victim-${nth}`, requestsPerSecond: BRISK });
}

/** One in eight dies while it starts, the others within 100 or 600 ms of their first claim. False where it ended before. */
async function momentOfDeath(current: Sender, nth: number): Promise<boolean> {
  const luck = choices.draw("moment", nth);
  const stage = choices.draw("stage", nth);
  if (stage < 1 / 8) {
    await sleep(luck * 1_000);
  } else {
    await firstClaim(world, current);
    await sleep(luck * (stage < 1 / 2 ? 100 : 600));
  }
  return current.over === null;
}

function phaseOf({ claimed, requested }: { claimed: number; requested: number }): keyof Deaths {
  if (claimed > 0) return requested > 0 ? "both" : "claimed";
  return requested > 0 ? "requested" : "none";
}
