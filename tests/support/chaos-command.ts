import { openBatches } from "@/tests/support/chaos-claims";
import { startSender, type Sender } from "@/tests/support/chaos-process";
import { PAST_LEASES, type World } from "@/tests/support/world";

const FAST = 500;
const ROUNDS = 20;

export function sendingCommand(world: World, name: string, requestsPerSecond: number): Sender {
  return startSender(world, { script: "mailings:send", name, requestsPerSecond });
}

const GONE =
  "The database does not answer; nothing is lost, and the next run of this command or the scheduler goes on.\n";

/** Whether a command that has ended said so, in one line. */
export function gaveUp(command: Sender): boolean {
  return command.over?.code === 1 && command.over.stderr.endsWith(GONE);
}

/**
 * Waits for the end of mailings:send. What it reports on the way does not count: on a busy machine a transaction
 * may wait too long for its turn and is tried again, and a connection that takes 5 s is given up.
 *
 * @returns what it did that it may not
 */
export async function faultsOf(command: Sender): Promise<string[]> {
  const { code, signal, stdout, stderr } = await command.ended;
  // Done, told to end, or told to end when it was done already and nobody listened any more.
  const ended = code === 0 || code === 143 || (code === null && signal === "SIGTERM");
  // Something waits for another try: then it has said what it did.
  const left = (code === 1 && stdout !== "") || gaveUp(command);
  return ended || left ? [] : [`${command.name} ended with ${code ?? signal}: ${stderr}`];
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
