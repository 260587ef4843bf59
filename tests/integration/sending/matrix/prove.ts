import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { HOUR } from "@/lib/sending/settings";
import type { Engine } from "@/lib/sending/engine";
import { CaseGround } from "@/tests/integration/sending/matrix/case-ground";
import type { FaultCase } from "@/tests/integration/sending/matrix/faults";
import {
  allHappenings,
  rotatedHappenings,
  type Happening,
} from "@/tests/integration/sending/matrix/happenings";
import { expectTruth } from "@/tests/integration/sending/matrix/truth";

/** Longer than any wait between two requests of a batch, than every lease, and than a look at the provider. */
const TURN = 31 * 60_000;
const ROUNDS = 12;

/**
 * Every fault, alone and together with everything that may happen, at one point of a mailing's way by the run's seed:
 * over the runs every fault meets everything everywhere. One fault of them does in each run, and in
 * `npm run test:matrix` all do.
 */
export function proveFaults(faults: FaultCase[]): void {
  let ground: CaseGround;
  beforeAll(async () => {
    ground = await CaseGround.prepare();
  });
  afterAll(() => ground.close());
  beforeEach(() => ground.begin());

  const seed = inject("matrixSeed");
  for (const [place, fault] of faults.entries()) {
    const { variant = false, meetsEverything = false } = fault;
    const whole = seed === null || meetsEverything;
    describe(fault.name, () => {
      it.each(whole ? allHappenings(variant) : rotatedHappenings(variant, seed + place))(
        "$name",
        async (happening) => {
          await prove(ground, fault, happening);
        },
      );
    });
  }
}

async function prove(ground: CaseGround, fault: FaultCase, happening: Happening): Promise<void> {
  fault.install(ground.world.provider, ground.bad);
  const engines = ground.engines(happening, fault.httpTimeout);
  await untilOver(ground, engines, fault, happening);
  expectHappened(ground, fault, happening);
  await expectTruth(ground, fault, happening);
  if (happening.point === null) await expectKnown(ground, fault);
}

async function untilOver(
  ground: CaseGround,
  engines: Engine[],
  fault: FaultCase,
  happening: Happening,
): Promise<void> {
  let lifted = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    await ground.tickAll(engines);
    if (happening.lift !== undefined && ground.requestsBefore !== null && !lifted) {
      await expectHeld(ground, engines);
      await happening.lift(ground);
      lifted = true;
      await ground.tickAll(engines);
    }
    if (happening.ends === true) expectNoNewRequest(ground);
    if (await ground.isOver()) return;
    await ground.world.turn(fault.unresolvable === true ? 8 * HOUR : TURN);
  }
  throw new Error("the mailing does not come to an end");
}

/** While a hold is set only what was marked before it may still be on the wire. */
async function expectHeld(ground: CaseGround, engines: Engine[]): Promise<void> {
  await ground.world.turn(TURN);
  await ground.tickAll(engines);
  expectNoNewRequest(ground);
}

function expectNoNewRequest({ requestsBefore, world }: CaseGround): void {
  if (requestsBefore === null) return;
  expect(world.provider.requests.length, "requests after it").toBeLessThanOrEqual(requestsBefore);
}

function expectHappened({ happened }: CaseGround, fault: FaultCase, happening: Happening): void {
  if (happening.point === null) return;
  expect(happened, `${happening.point} was never reached under ${fault.name}`).toBe(true);
}

/** A refusal that proves itself is never taken for an unknown outcome, and the other way round. */
async function expectKnown({ world }: CaseGround, fault: FaultCase): Promise<void> {
  const unknown = await world.db.batch.count({ where: { unknowns: { gt: 0 } } });
  if (fault.unknown === true && fault.unresolvable !== true) expect(unknown).toBeGreaterThan(0);
  if (fault.unknown !== true) expect(unknown).toBe(0);
}
