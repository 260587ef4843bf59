import fc from "fast-check";
import type { Engine } from "@/lib/sending/engine";
import { finish } from "@/lib/sending/finish";
import { planDueMailings } from "@/lib/sending/plan-attempt";
import { planDeliveries } from "@/lib/sending/plan-deliveries";
import { reap } from "@/lib/sending/reap";
import { SETTLING_TIME, tick } from "@/lib/sending/tick";
import { command, type Kind } from "@/tests/integration/model/command";
import { hasMailing } from "@/tests/integration/model/commands-mailings";
import { count } from "@/tests/integration/model/journal";
import { workerOf } from "@/tests/integration/model/worker";
import { demand } from "@/tests/integration/model/demand";
import { hasDead, hasDue, hasWork, isBusy, isPlanning } from "@/tests/integration/model/model";

const MOST_BATCHES = 40;

/** What a tick does, by one worker and without a tick's waits. */
export async function pass(engine: Engine): Promise<void> {
  await reap(engine);
  await finish(engine, soon());
  await planDueMailings(engine);
  await planDeliveries(engine, soon());
  const work = workerOf(engine);
  for (let n = 0; n < MOST_BATCHES; n += 1) {
    const { kind } = await work();
    if (kind === "nothing" || kind === "shut") break;
  }
  await finish(engine, soon());
}

function soon(): number {
  return performance.now() + 10_000;
}

const whole: Kind<object> = {
  name: "a pass",
  may: isBusy,
  async act(_model, ground) {
    await pass(ground.engine());
    return { engine: true, complete: true, swept: true };
  },
};

const ticks: Kind<{ racing: number; time: number }> = {
  name: "ticks",
  may: isBusy,
  async act(model, ground, p) {
    const engines = Array.from({ length: p.racing }, () => ground.engine());
    const reports = await Promise.all(
      engines.map((engine) =>
        tick(engine, { time: engine.settings.httpTimeout + SETTLING_TIME + p.time, patience: 0 }),
      ),
    );
    const asked = reports.reduce((sum, { requests }) => sum + requests, 0);
    count("requests of ticks", asked);
    const fresh = ground.requests.length - model.requests;
    // Fewer where the engine lost patience before its request had arrived.
    demand(fresh <= asked, () => `ticks report ${asked} requests, the provider saw ${fresh}`);
    const alone = p.racing === 1;
    return { engine: true, complete: alone, swept: alone };
  },
};

const plan: Kind<object> = {
  name: "plan what is due",
  may: hasDue,
  async act(_model, ground) {
    await planDueMailings(ground.engine());
    return { engine: true, complete: true };
  },
};

const planPart: Kind<object> = {
  name: "plan a chunk",
  may: isPlanning,
  async act(_model, ground) {
    await planDeliveries(ground.engine(), 0);
    return { engine: true };
  },
};

const dispatch: Kind<{ batches: number; how: "in turn" | "at once" | "apart" }> = {
  name: "dispatch",
  may: hasWork,
  async act(_model, ground, p) {
    const engine = ground.engine();
    const work = workerOf(engine);
    const one = () => (p.how === "apart" ? workerOf(engine)() : work());
    if (p.how === "in turn") for (let n = 0; n < p.batches; n += 1) await one();
    else await Promise.all(Array.from({ length: p.batches }, one));
    return { engine: true };
  },
};

const reapOnly: Kind<object> = {
  name: "reap",
  may: hasDead,
  async act(_model, ground) {
    await reap(ground.engine());
    return { engine: true };
  },
};

const sweep: Kind<object> = {
  name: "sweep",
  may: hasMailing,
  async act(_model, ground) {
    await finish(ground.engine(), soon());
    return { engine: true, swept: true };
  },
};

export const wholePass = fc.constant({}).map((p) => command(whole, p));
export const someTicks = fc
  .record({ racing: fc.constantFrom(1, 2, 3), time: fc.constantFrom(30, 5, 60) })
  .map((p) => command(ticks, p));
export const planDue = fc.constant({}).map((p) => command(plan, p));
export const planChunk = fc.constant({}).map((p) => command(planPart, p));
export const dispatchSome = fc
  .record({
    batches: fc.constantFrom(1, 2, 3),
    how: fc.constantFrom("in turn" as const, "at once" as const, "apart" as const),
  })
  .map((p) => command(dispatch, p));
export const reapAlone = fc.constant({}).map((p) => command(reapOnly, p));
export const sweepAlone = fc.constant({}).map((p) => command(sweep, p));
