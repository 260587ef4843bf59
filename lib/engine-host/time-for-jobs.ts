const MINUTE = 60_000;

/**
 * How long jobs may go on after a tick, in milliseconds: until a mailing falls due or the next full minute, when the next
 * tick begins, so that none is late for a job; not at all after a tick that ended for want of time.
 *
 * @param now milliseconds since 1970
 * @param left of the time that tick and jobs share
 */
export function timeForJobs(
  tick: { end: string; nextIn: number | null },
  { now, left }: { now: number; left: number },
): number {
  if (tick.end === "time") return 0;
  return Math.max(0, Math.min(MINUTE - (now % MINUTE), tick.nextIn ?? MINUTE, left));
}
