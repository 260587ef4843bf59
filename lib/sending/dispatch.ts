import { apart } from "@/lib/sending/apart";
import { claimBatches, releaseClaim, type Claim, type ClaimScope } from "@/lib/sending/claim";
import { ClaimQueue } from "@/lib/sending/claim-queue";
import type { Engine } from "@/lib/sending/engine";
import { freezeBatch, type Frozen } from "@/lib/sending/freeze";
import { noteFailed, notePassed, noteRefused, passGate, returnProbe } from "@/lib/sending/gate";
import { markRequested } from "@/lib/sending/mark";
import { classify, type Outcome } from "@/lib/sending/outcome";
import {
  settleAccepted,
  settleClosed,
  settleDeferred,
  settleUnknown,
  settleUnreachable,
} from "@/lib/sending/settle";
import { splitOrReject } from "@/lib/sending/split";

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

export type Dispatched =
  { kind: "nothing" | "shut" | "released" | "spent" } | { kind: Outcome["kind"]; mails: number };

/** Where the workers of one tick look for batches. */
export function dispatchScope(engine: Engine, mailingId?: string): ClaimQueue {
  return new ClaimQueue(engine, { mailingId, after: FIRST_ID });
}

/** Claims one batch and takes it as far as it goes: freeze, mark, send, settle. */
export async function dispatchOne(engine: Engine, queue: ClaimQueue): Promise<Dispatched> {
  const claim = (await queue.next()) ?? (await claimProbe(engine, queue.scope));
  if (claim === "nothing" || claim === "shut") return { kind: claim };
  await engine.reached("claimed");
  const frozen = await apart(engine, `batch ${claim.batchId} could not be frozen`, () =>
    freezeBatch(engine, claim),
  );
  // Its claim is left to its lease, which counts: what can never be frozen is rejected in the end.
  if (frozen === undefined) {
    if (claim.probe !== null) await returnProbe(engine.db, claim.probe);
    return { kind: "released" };
  }
  await engine.reached("frozen");
  const departure = frozen === null ? null : await engine.rate.depart();
  const marked =
    frozen !== null &&
    departure !== null &&
    (await apart(engine, `batch ${claim.batchId} could not be marked`, () =>
      markRequested(engine, claim, frozen),
    ));
  if (marked !== true) {
    if (departure !== null) engine.rate.stay(departure);
    // After a fault its claim is left to its lease, too.
    const released = marked === undefined || (await releaseClaim(engine, claim));
    if (claim.probe !== null) await returnProbe(engine.db, claim.probe);
    return { kind: released ? "released" : "spent" };
  }
  await engine.reached("marked");
  engine.rate.left(departure);
  const answer = await engine.provider.send({
    body: frozen.body,
    idempotencyKey: frozen.idempotencyKey,
    timeout: engine.settings.httpTimeout,
  });
  await engine.reached("answered");
  if (answer.status !== null) engine.rate.follow(answer.headers);
  const outcome = await settleApart(engine, claim, frozen, classify(answer, frozen.deliveryIds.length));
  if (outcome.kind === "accepted") engine.accepted += outcome.ids.length;
  await engine.reached("settled");
  await apart(
    engine,
    `what the answer to batch ${claim.batchId} says of the provider could not be noted`,
    () => informGate(engine, claim, outcome),
  );
  return { kind: outcome.kind, mails: outcome.kind === "accepted" ? outcome.ids.length : 0 };
}

/** No batch could be claimed: there is none, or the gate is shut and its next look perhaps due. */
async function claimProbe(engine: Engine, scope: ClaimScope): Promise<Claim | "nothing" | "shut"> {
  const gate = await passGate(engine);
  if (gate.state === "open") return "nothing";
  if (gate.state === "shut") return "shut";
  const [claim] = await claimBatches(engine, gate.probe, scope, 1);
  if (claim === undefined) await returnProbe(engine.db, gate.probe.token);
  return claim ?? "nothing";
}

/**
 * A fault in settling is the batch's own. What could not be written down is unknown: to the batch, which is asked about
 * again with the same bytes, and to the breaker, unless the answer refuses everybody.
 *
 * @returns the outcome as the ledger has it
 */
async function settleApart(engine: Engine, claim: Claim, frozen: Frozen, outcome: Outcome): Promise<Outcome> {
  const settled = await apart(engine, `batch ${claim.batchId} could not be settled`, async () => {
    await settle(engine, claim, frozen, outcome);
    return outcome;
  });
  if (settled !== undefined) return settled;
  const said = { code: "unsettled", answer: "the answer could not be written down", retryAfter: 0 };
  await apart(engine, `batch ${claim.batchId} is left to its lease`, () =>
    settleUnknown(engine, claim, said),
  );
  return outcome.kind === "refused" ? outcome : { kind: "unknown", ...said };
}

async function settle(engine: Engine, claim: Claim, frozen: Frozen, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case "accepted":
      return settleAccepted(engine, claim, frozen, outcome.ids);
    case "deferred":
      engine.rate.holdOff(outcome.retryAfter);
      return settleDeferred(engine, claim, { ...outcome, wait: outcome.retryAfter });
    case "refused":
      return settleDeferred(engine, claim, { ...outcome, wait: 0 });
    case "unreachable":
      return settleUnreachable(engine, claim, outcome);
    case "invalid":
      return splitOrReject(engine, claim, { ...outcome, unknownToo: true });
    case "too_large":
      // An earlier request of unknown outcome may have been taken by another path than this refusal came from.
      if (claim.unknown) return settleUnknown(engine, claim, { ...outcome, retryAfter: 0 });
      return splitOrReject(engine, claim, { ...outcome, unknownToo: false });
    case "conflict":
      return settleClosed(engine.db, claim, { status: "uncertain", reason: "conflict", ...outcome });
    case "unknown":
      return settleUnknown(engine, claim, outcome);
  }
}

/** Tells breaker and pause what the answer says of the provider; a plain day writes nothing. */
async function informGate(engine: Engine, claim: Claim, outcome: Outcome): Promise<void> {
  const { mailingId, batchId, probe } = claim;
  switch (outcome.kind) {
    case "refused":
      await noteRefused(engine, { mailingId, probe, ...outcome });
      return;
    case "unreachable":
    case "unknown":
      return noteFailed(engine, { batchId, probe, ...outcome });
    case "deferred":
      if (probe !== null) await returnProbe(engine.db, probe);
      return;
    default: {
      if (probe !== null || claim.troubled) await notePassed(engine.db, { mailingId, probe });
    }
  }
}
