import fc from "fast-check";
import type { Step } from "@/lib/sending/engine";
import { reap } from "@/lib/sending/reap";
import { cutConnections } from "@/tests/integration/model/cut";
import { command, type Kind } from "@/tests/integration/model/command";
import { pass } from "@/tests/integration/model/commands-engine";
import { RuleBroken } from "@/tests/integration/model/demand";
import { LEASE, type Ground } from "@/tests/integration/model/ground";
import { isHeld, openAttemptOf } from "@/tests/integration/model/look";
import { hasWork, isBusy, itemNumber, type Model, type Said } from "@/tests/integration/model/model";
import { mayStillGoOut } from "@/tests/integration/model/rules-requests";
import { fallAsleep, ThrownAway } from "@/tests/integration/model/sleeper";

const STEPS: Step[] = ["chunk_planned", "claimed", "frozen", "marked", "answered", "settled"];
const MOST_SLEEPERS = 2;
/** Less than half of a lease, milliseconds. */
const BRINK = 20_000;

const throwAway: Kind<{ step: Step; nth: number }> = {
  name: "a tick thrown away",
  may: isBusy,
  async act(_model, ground, p) {
    let visits = 0;
    const engine = ground.engine((step) => {
      if (step !== p.step) return;
      visits += 1;
      if (visits === p.nth) throw new ThrownAway("the machine died");
    });
    try {
      await pass(engine);
    } catch (error) {
      if (!(error instanceof ThrownAway)) throw error;
    }
    return { engine: true };
  },
};

const cut: Kind<{ step: Step; nth: number }> = {
  name: "connections cut",
  may: isBusy,
  async act(_model, ground, p) {
    let visits = 0;
    const engine = ground.engine(async (step) => {
      if (step !== p.step) return;
      visits += 1;
      if (visits === p.nth) await cutConnections(ground);
    }, ground.fragile);
    try {
      await pass(engine);
    } catch (error) {
      // Whatever the database's client says of a lost connection; rules are judged after it.
      if (error instanceof RuleBroken) throw error;
    }
    return { engine: true, faulty: true };
  },
};

const sleep: Kind<{ step: Step }> = {
  name: "a machine freezes",
  may: (model) => model.sleeping < MOST_SLEEPERS && hasWork(model),
  async act(model, ground, p) {
    await freeze(model, ground, p.step);
    return { engine: true };
  },
};

async function freeze(model: Model, ground: Ground, step: Step): Promise<void> {
  const sleeper = await fallAsleep(ground, step);
  if (sleeper !== null) ground.sleepers.push(sleeper);
  model.sleeping = ground.sleepers.length;
}

/** Its request may be lost for good: then it dies, for that it sends after a day is a limit of the guarantee. */
export async function wake(model: Model, ground: Ground, n: number, how: "go on" | "die"): Promise<Said> {
  const sleeper = itemNumber(ground.sleepers, n);
  if (sleeper === null) return {};
  ground.sleepers = ground.sleepers.filter((other) => other !== sleeper);
  model.sleeping = ground.sleepers.length;
  const { step, batchId, token } = sleeper;
  const held = model.seen.batches.get(batchId);
  const lost = held !== undefined && held.token !== token;
  await sleeper.wake(step === "marked" && !mayStillGoOut(ground, batchId) ? "die" : how);
  return {
    engine: true,
    marked: step === "marked" ? batchId : undefined,
    frozen: step === "frozen" ? batchId : undefined,
    lost: lost ? { batchId, requested: step !== "claimed" && step !== "frozen" } : undefined,
  };
}

const wakeOne: Kind<{ sleeper: number; how: "go on" | "die" }> = {
  name: "a frozen machine wakes",
  may: (model) => model.sleeping > 0,
  act: (model, ground, p) => wake(model, ground, p.sleeper, p.how),
};

/** Ends of mailings that send, from just before them: what is claimed before one must not go after it. */
function endsAhead({ seen }: Readonly<Model>): number[] {
  return [...seen.mailings.values()]
    .filter((row) => !isHeld(row) && openAttemptOf(seen, row.id) !== null)
    .map(({ end }) => (end ?? 0) - seen.now - BRINK)
    .filter((ms) => ms > 0);
}

const brink: Kind<{ freezes: boolean }> = {
  name: "the clock turns to the brink of an end",
  around: true,
  may: (model) => endsAhead(model).length > 0,
  async act(model, ground, p) {
    await ground.world.turn(Math.floor(Math.min(...endsAhead(model))));
    if (!p.freezes || model.sleeping >= MOST_SLEEPERS) return {};
    await freeze(model, ground, "frozen");
    await ground.world.turn(2 * BRINK);
    return { engine: true };
  },
};

const giveUp: Kind<object> = {
  name: "a frozen machine loses its lease",
  may: (model) => model.sleeping > 0,
  async act(_model, ground) {
    await ground.world.turn(LEASE + 1_000);
    await reap(ground.engine());
    return { engine: true };
  },
};

const sleepStep = fc.constantFrom<Step>("marked", "frozen", "frozen", "claimed", "answered", "settled");
const step = fc.constantFrom(...STEPS);
export const thrownAway = fc
  .record({ step, nth: fc.constantFrom(1, 1, 2, 3) })
  .map((p) => command(throwAway, p));
export const connectionsCut = fc
  .record({ step, nth: fc.constantFrom(1, 1, 2, 3) })
  .map((p) => command(cut, p));
export const fallsAsleep = fc.record({ step: sleepStep }).map((p) => command(sleep, p));
export const turnsToBrink = fc.record({ freezes: fc.boolean() }).map((p) => command(brink, p));
export const losesLease = fc.constant({}).map((p) => command(giveUp, p));
export const wakes = fc
  .record({ sleeper: fc.nat(1), how: fc.constantFrom<"go on" | "die">("go on", "go on", "go on", "die") })
  .map((p) => command(wakeOne, p));
