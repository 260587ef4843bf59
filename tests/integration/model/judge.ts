import { verifyLedger } from "@/lib/sending/verify";
import { demand } from "@/tests/integration/model/demand";
import type { Ground } from "@/tests/integration/model/ground";
import { lookAtLedger, mustHave } from "@/tests/integration/model/look";
import type { Model, Said } from "@/tests/integration/model/model";
import { checkAudiences } from "@/tests/integration/model/rules-audience";
import {
  checkChange,
  checkFates,
  checkLost,
  checkSwept,
  checkTruth,
} from "@/tests/integration/model/rules-ledger";
import { checkRequests } from "@/tests/integration/model/rules-requests";
import { checkSchedules } from "@/tests/integration/model/rules-schedule";

/**
 * Whether an error says that the machine stood still: Prisma gives a transaction two seconds to begin and five to
 * end, and a connection five to open.
 */
export function isStall(error: string): boolean {
  return /start a transaction in the given time|expired transaction|timeout exceeded when trying to connect/.test(
    error,
  );
}

/**
 * Looks at the ledger and at the provider's record after a command and demands every rule of both.
 *
 * @returns whether the command has changed anything that can be seen
 */
export async function judge(model: Model, ground: Ground, told: Said): Promise<boolean> {
  // A machine that stood still for seconds has ended transactions: what they leave, the next pass does.
  const stalled = ground.reports.some(isStall);
  const said = stalled ? { ...told, complete: false, swept: false, faulty: true } : told;
  const before = model.seen;
  const requests = model.requests;
  const after = await lookAtLedger(ground.world.db);
  const changed = before.text !== after.text;
  if (changed) {
    const faults = await verifyLedger(ground.world.db);
    demand(faults.length === 0, () => `the ledger does not add up: ${JSON.stringify(faults)}`);
  }
  demand(said.faulty === true || ground.reports.length === 0, () => `reported: ${ground.reports.join("; ")}`);
  ground.reports = [];
  checkChange(before, after);
  checkTruth(model, ground, after);
  if (said.lost !== undefined) checkLost(before, after, said.lost);
  if (said.swept === true) checkSwept(after);
  checkFates(model, after);
  checkSchedules(model, { before, after }, said);
  checkAudiences(model, { before, after });
  checkRequests(model, ground, { before, after }, said);
  if (said.proved !== undefined) {
    const { status } = mustHave(after.deliveries, said.proved);
    demand(status === "accepted", () => `the provider spoke of a delivery that is ${status}`);
  }
  model.mails = ground.world.provider.mails.length;
  model.seen = after;
  const mailings = (look: typeof after) => JSON.stringify([...look.mailings.values()]);
  return changed || model.requests > requests || mailings(before) !== mailings(after);
}
