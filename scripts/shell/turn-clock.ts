import { database } from "@/lib/db";
import { demoDataAllowed, env } from "@/lib/env";
import { CommandError } from "@/scripts/command-line";

/**
 * Turns the engine's clock forward, so that a week of a schedule can be tried out in a minute. Mailings that fall due
 * meanwhile run at the next tick, as after an outage: the latest missed occurrence of each.
 *
 * @param interval as PostgreSQL writes one: "1 day", "2 hours 30 minutes"; never backwards
 * @returns what the clock says now
 * @throws CommandError where database and mailbox are not both embedded: real recipients would get tomorrow's email today
 */
export async function turnClock(interval: string): Promise<Date> {
  if (!demoDataAllowed(env()))
    throw new CommandError("The clock is turned only where database and mailbox are both the embedded ones.");
  const [turned] = await database().$queryRaw<{ now: Date }[]>`
    UPDATE provider_state
    SET clock_offset_ms = clock_offset_ms + greatest(0, extract(epoch FROM ${interval}::interval) * 1000)::bigint
    WHERE id = 1 RETURNING clock_timestamp() + clock_offset_ms * interval '1 millisecond' AS now`;
  if (turned === undefined)
    throw new CommandError("The database has no clock to turn: run npm run db:deploy.");
  return turned.now;
}
