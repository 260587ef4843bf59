/** Batches that the provider answered within the last minute, and the milliseconds from the first answer to the last. */
export interface SettledLately {
  batches: number;
  emails: number;
  ms: number;
}

export interface MeasuredPace {
  perMinute: number;
  secondsLeft: number;
}

/** Batches are settled several at once: over less than this their number says nothing. */
export const SHORTEST_MEASURE_MS = 2_000;

/**
 * The pace at which batches were settled, and the time left at it; null where too few were to say. Between n answers lie
 * n - 1 intervals, so one batch is not counted.
 */
export function measuredPace({ batches, emails, ms }: SettledLately, pending: number): MeasuredPace | null {
  if (batches < 2 || ms < SHORTEST_MEASURE_MS) return null;
  const perMinute = ((emails * (batches - 1)) / batches) * (60_000 / ms);
  return { perMinute, secondsLeft: (pending / perMinute) * 60 };
}
