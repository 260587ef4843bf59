import { openBatches } from "@/tests/support/chaos-claims";
import { startSender, type Sender } from "@/tests/support/chaos-process";
import type { World } from "@/tests/support/world";

/** Longer than a lease holds (settings.ts: 75 s), in milliseconds. */
export const PAST_LEASES = 80_000;
const FAST = 500;
const ROUNDS = 20;

export function sendingCommand(world: World, name: string, requestsPerSecond: number): Sender {
  return startSender(world, { script: "mailings-send.ts", name, requestsPerSecond });
}

/** Waits for the end of mailings:send; it may be told to end, or leave what waits for another try. */
export async function faultsOf(command: Sender): Promise<string[]> {
  const { code, stderr } = await command.ended;
  const allowed = code === 0 || code === 1 || code === 143;
  return allowed && stderr === "" ? [] : [`${command.name} ended with ${code}: ${stderr}`];
}

/**
 * Calls mailings:send as a cron would, leases run out, until the ledger is closed.
 *
 * @returns how often it was called
 * @throws Error where it does what it may not, or batches stay open
 */
export async function sendTheRest(world: World): Promise<number> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    await world.turn(PAST_LEASES);
    const faults = await faultsOf(sendingCommand(world, `rest-${round}`, FAST));
    if (faults.length > 0) throw new Error(faults.join());
    const open = await world.db.attempt.count({ where: { closedAt: null } });
    if (open === 0 && (await openBatches(world)) === 0) return round;
  }
  throw new Error("batches stay open");
}
