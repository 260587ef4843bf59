import { randomUUID } from "node:crypto";
import type { Step } from "@/lib/sending/engine";
import type { Ground } from "@/tests/integration/model/ground";
import { workerOf } from "@/tests/integration/model/worker";

/** Thrown inside the engine in place of the death of its machine. */
export class ThrownAway extends Error {}

/** A worker that stands still at a step of the protocol, as a machine that froze, until it is woken or dies. */
export interface Sleeper {
  step: Step;
  batchId: string;
  token: string;
  /** Goes on where it stood, or is thrown away; resolves when it has ended. */
  wake(how: "go on" | "die"): Promise<void>;
}

/** Sends a worker off with one batch; null where it ended without coming by that step. */
export async function fallAsleep(ground: Ground, step: Step): Promise<Sleeper | null> {
  const token = randomUUID();
  let wake: (how: "go on" | "die") => void = () => undefined;
  const woken = new Promise<"go on" | "die">((resolve) => (wake = resolve));
  let arrive: () => void = () => undefined;
  const arrived = new Promise<"asleep">((resolve) => (arrive = () => resolve("asleep")));
  let slept = false;
  const engine = ground.engine(async (reached) => {
    if (reached !== step || slept) return;
    slept = true;
    arrive();
    if ((await woken) === "die") throw new ThrownAway("the machine died");
  });
  engine.newToken = () => token;
  const ended = workerOf(engine)();
  const first = await Promise.race([arrived, ended.then(() => "ended" as const)]);
  if (first === "ended") return null;
  const batch = await ground.world.db.batch.findFirst({ where: { claimToken: token }, select: { id: true } });
  const batchId = batch?.id ?? "";
  return {
    step,
    batchId,
    token,
    async wake(how) {
      wake(how);
      try {
        await ended;
      } catch (error) {
        if (!(error instanceof ThrownAway)) throw error;
      }
    },
  };
}
