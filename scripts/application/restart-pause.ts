const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** Whoever served for so long did not die of its start. */
const LIVED = 60_000;

/**
 * How long to wait before a process that died is started again, in milliseconds: half a second, then doubled for each that
 * died soon after its start.
 *
 * @param lived milliseconds
 * @param early how many in a row died soon before this one
 */
export function restartPause(lived: number, early: number): { pause: number; early: number } {
  if (lived >= LIVED) return { pause: FIRST_PAUSE, early: 0 };
  return { pause: Math.min(FIRST_PAUSE * 2 ** Math.min(early, 10), LONGEST_PAUSE), early: early + 1 };
}
