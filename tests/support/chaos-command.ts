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

/** Done; something waits for another try; told to end by SIGTERM. */
const ENDS = new Set<number | null>([0, 1, 143]);

/**
 * Waits for the end of mailings:send.
 *
 * @param lost what it may say on stderr where it ends with 1
 * @returns what it did that it may not
 */
export async function faultsOf(command: Sender, lost?: string): Promise<string[]> {
  const { code, signal, stderr } = await command.ended;
  // The signal may come after its work is done and nobody listens any more.
  const toldLate = code === null && signal === "SIGTERM";
  const allowed = stderr === "" ? ENDS.has(code) : stderr === lost && (code === 1 || code === 143);
  return allowed || (toldLate && (stderr === "" || stderr === lost))
    ? []
    : [`${command.name} ended with ${code ?? signal}: ${stderr}`];
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
    if (faults.length > 0) throw new Error(faults.join("\n"));
    const open = await world.db.attempt.count({ where: { closedAt: null } });
    if (open === 0 && (await openBatches(world)) === 0) return round;
  }
  throw new Error("batches stay open");
}
