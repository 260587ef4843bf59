import type { Database } from "@/lib/db";
import { verifyLedger } from "@/lib/sending/verify";
import type { SinkRecord } from "@/scripts/bench/start-sink";

/** A figure counts only if every recipient is accepted in the ledger, and the provider took exactly as many mails. */
export async function refuseIncomplete(db: Database, record: SinkRecord, recipients: number): Promise<void> {
  const [faults, accepted] = await Promise.all([
    verifyLedger(db),
    db.delivery.count({ where: { status: "accepted" } }),
  ]);
  const taken = mailsOf(record);
  if (faults.length > 0 || accepted !== recipients || taken !== recipients) {
    throw new Error(
      `the run does not count: ${accepted} of ${recipients} accepted, ${taken} taken by the provider, ${faults.length} faults`,
    );
  }
}

export function mailsOf({ takings }: SinkRecord): number {
  return takings.reduce((sum, taking) => sum + taking.mails, 0);
}

/** Mails a second from the first to the last acceptance; the first is where the clock begins. */
export function mailsPerSecond(record: SinkRecord): number {
  const [first, last] = [record.takings[0], record.takings.at(-1)];
  if (first === undefined || last === undefined || first === last)
    throw new Error("a rate needs two requests");
  return (mailsOf(record) - first.mails) / ((last.at - first.at) / 1_000);
}
