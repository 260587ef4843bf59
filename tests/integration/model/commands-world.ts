import fc from "fast-check";
import { command, type Kind } from "@/tests/integration/model/command";
import { REFUSALS, SLOW, TOO_LARGE, UNKNOWNS } from "@/tests/integration/model/faults";
import { itemNumber, ownerNumber } from "@/tests/integration/model/model";
import type { Fault } from "@/tests/support/provider-faults";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_FAULTS = 8;

const turn: Kind<{ ms: number }> = {
  name: "the clock turns",
  around: true,
  async act(_model, ground, p) {
    await ground.world.turn(p.ms);
    return {};
  },
};

const misbehave: Kind<{ fault: Fault; times: number }> = {
  name: "the provider misbehaves",
  around: true,
  async act(model, ground, p) {
    // As it is listed, for isProof tells faults by identity.
    for (let n = 0; n < p.times && ground.faults.length < MOST_FAULTS; n += 1) ground.faults.push(p.fault);
    model.tooLarge ||= p.fault === TOO_LARGE;
    return {};
  },
};

const recover: Kind<object> = {
  name: "the provider recovers",
  around: true,
  async act(_model, ground) {
    ground.faults = [];
    return {};
  },
};

const badAddress: Kind<{ owner: number; recipient: number }> = {
  name: "an address turns bad",
  around: true,
  async act(model, ground, p) {
    const address = itemNumber(ownerNumber(model, p.owner).recipients.values(), p.recipient);
    if (address === null) return {};
    ground.world.provider.badAddress(address);
    model.bad.add(address);
    return {};
  },
};

export const clockTurns = fc
  .constantFrom(
    61 * SECOND,
    30 * SECOND,
    30 * SECOND,
    76 * SECOND,
    6 * MINUTE,
    5 * SECOND,
    31 * MINUTE,
    5 * HOUR,
    23 * HOUR,
    25 * HOUR,
    8 * DAY,
  )
  .map((ms) => command(turn, { ms }));
export const refusals = fc
  .record({ fault: fc.constantFrom(...REFUSALS, TOO_LARGE, TOO_LARGE), times: fc.constantFrom(1, 2) })
  .map((p) => command(misbehave, p));
export const unknowns = fc
  .record({ fault: fc.constantFrom(...UNKNOWNS), times: fc.constantFrom(1, 2, 3, 6) })
  .map((p) => command(misbehave, p));
export const slowness = fc
  .record({ fault: fc.constantFrom(...SLOW), times: fc.constant(1) })
  .map((p) => command(misbehave, p));
export const recovers = fc.constant({}).map((p) => command(recover, p));
export const turnsBad = fc
  .record({ owner: fc.constantFrom(0, 0, 1), recipient: fc.nat(9) })
  .map((p) => command(badAddress, p));
