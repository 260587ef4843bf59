const SECOND = 1_000;
/** A batch waits no longer of itself; milliseconds. */
export const LONGEST_RETRY = 5 * 60 * SECOND;

/**
 * Milliseconds until a batch with an unknown outcome is tried again: full jitter, so that many batches
 * which failed together do not come back together (AWS Architecture Blog, "Exponential Backoff And Jitter").
 *
 * @param unknowns how many requests of the batch ended unknown so far, at least 1
 * @param random in [0, 1)
 */
export function retryDelay(unknowns: number, random: number): number {
  return Math.ceil(random * Math.min(LONGEST_RETRY, SECOND * 2 ** Math.min(unknowns, 20)));
}

/** Milliseconds until the next look at a provider that keeps failing (breaker) or refuses everything (pause). */
export function probeDelay(kind: "breaker" | "pause", looks: number): number {
  const [first, longest] = kind === "breaker" ? [5 * SECOND, LONGEST_RETRY] : [60 * SECOND, 30 * 60 * SECOND];
  return Math.min(longest, first * 2 ** Math.min(looks, 20));
}
