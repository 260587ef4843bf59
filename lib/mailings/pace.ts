/** How many deliveries were settled at an instant, in milliseconds. */
export interface PaceSample {
  at: number;
  settled: number;
}

export interface Pace {
  perSecond: number;
  secondsLeft: number;
}

/** Longer forgets a change of pace too late, shorter jumps with every batch of a hundred. */
export const PACE_WINDOW_MS = 15_000;

/** Adds a sample and drops those that have left the window. */
export function withSample(samples: readonly PaceSample[], sample: PaceSample): PaceSample[] {
  return [...samples.filter(({ at }) => at > sample.at - PACE_WINDOW_MS && at < sample.at), sample];
}

/** The present pace and the time left at it; null while nothing moves or there is one sample only. */
export function pace(samples: readonly PaceSample[], pending: number): Pace | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at <= first.at) return null;
  const perSecond = ((last.settled - first.settled) * 1000) / (last.at - first.at);
  return perSecond > 0 ? { perSecond, secondsLeft: pending / perSecond } : null;
}

export type RoughDuration = { unit: "seconds" | "minutes" | "hours"; count: number };

/** A duration as people say it, at least one of its unit. */
export function roughDuration(seconds: number): RoughDuration {
  const units = [
    { unit: "seconds", length: 1, until: 90 },
    { unit: "minutes", length: 60, until: 5400 },
    { unit: "hours", length: 3600, until: Infinity },
  ] as const;
  const { unit, length } = units.find(({ until }) => seconds < until) ?? units[2];
  return { unit, count: Math.max(1, Math.round(seconds / length)) };
}
