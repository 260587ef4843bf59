import fc from "fast-check";
import type { LedgerCommand } from "@/tests/integration/model/command";
import * as accidents from "@/tests/integration/model/commands-accidents";
import * as audience from "@/tests/integration/model/commands-audience";
import * as engine from "@/tests/integration/model/commands-engine";
import { inTheMidst } from "@/tests/integration/model/commands-interference";
import * as mailings from "@/tests/integration/model/commands-mailings";
import * as people from "@/tests/integration/model/commands-people";
import * as world from "@/tests/integration/model/commands-world";
import { pass } from "@/tests/integration/model/commands-engine";
import { demand } from "@/tests/integration/model/demand";
import type { Ground } from "@/tests/integration/model/ground";
import { countOutcomes } from "@/tests/integration/model/journal";
import { judge } from "@/tests/integration/model/judge";
import { isHeld, isOpen, mustHave } from "@/tests/integration/model/look";
import type { Model, Said } from "@/tests/integration/model/model";

const LONGEST = 110;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Past every wait and lease first, then past what only a day resolves. */
const TURNS = [
  6 * MINUTE,
  6 * MINUTE,
  31 * MINUTE,
  31 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  9 * HOUR,
  9 * HOUR,
  9 * HOUR,
];
const MOST_ROUNDS = 40;

/** Weights count where a command may be: most are passed over where they would do nothing. */
const weighted: [number, fc.Arbitrary<LedgerCommand>][] = [
  [5, mailings.saveMailing],
  [2, mailings.editMailingSchedule],
  [1, mailings.editMailingAudience],
  [1, mailings.deleteMailing],
  [3, people.pauseResume],
  [2, people.stopLift],
  [1, people.blockUnblock],
  [1, people.finishByHand],
  [3, people.startNow],
  [1, audience.addOne],
  [1, audience.deleteOne],
  [2, audience.suppressLift],
  [3, audience.unsubscribeAny],
  [1, audience.editAnyMessage],
  [5, audience.anyWebhook],
  [3, engine.wholePass],
  [2, engine.someTicks],
  [30, engine.planDue],
  [60, engine.planChunk],
  [60, engine.dispatchSome],
  [25, engine.reapAlone],
  [1, engine.sweepAlone],
  [4, accidents.thrownAway],
  [2, accidents.connectionsCut],
  [70, accidents.fallsAsleep],
  [10, accidents.losesLease],
  [20, accidents.wakes],
  [7, inTheMidst],
  [9, world.clockTurns],
  [14, accidents.turnsToBrink],
  [2, world.refusals],
  [6, world.unknowns],
  [1, world.slowness],
  [1, world.recovers],
  [2, world.turnsBad],
];

/** Sequences of up to 110 commands, of which an eighth may be where they stand. */
export function sequences(replayPath?: string) {
  const any = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));
  return fc.commands([any], { maxCommands: LONGEST, size: "max", replayPath });
}

/** Whatever has happened: once nobody holds anything and the provider is well, everything closes and adds up. */
export async function closeSequence(model: Model, ground: Ground): Promise<void> {
  while (ground.sleepers.length > 0)
    await judge(model, ground, await accidents.wake(model, ground, 0, "go on"));
  ground.faults = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await release(model, ground);
    await pass(ground.engine());
    await judge(model, ground, { engine: true, complete: true, swept: true });
    if (isIdle(model)) {
      countOutcomes(model.seen, ground.requests.length);
      return;
    }
    await ground.world.turn(TURNS[Math.min(round, TURNS.length - 1)] ?? HOUR);
  }
  demand(false, () => "the mailings do not come to rest");
}

/** Lifts every hold. */
async function release(model: Model, ground: Ground): Promise<void> {
  const step = async (said: Promise<Said>) => judge(model, ground, await said);
  for (const owner of model.owners) if (owner.blocked) await step(people.unblockIt(model, ground, owner));
  for (const mailing of model.mailings) {
    if (mailing.archived) continue;
    if (mailing.stopped) await step(people.liftIt(ground, mailing));
    const guarded = mustHave(model.seen.mailings, mailing.id).protected !== null;
    if (mailing.paused || guarded) await step(people.resumeIt(model, mailing));
  }
}

function isIdle(model: Model): boolean {
  const { seen } = model;
  const open = [...seen.attempts.values()].some(isOpen);
  const due = [...seen.mailings.values()].some(
    (row) => row.next !== null && row.next <= seen.now && !isHeld(row),
  );
  return !open && !due;
}
