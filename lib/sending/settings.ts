/** Figures of the sending protocol. Times in milliseconds, sizes in bytes. */
export const BATCH_LIMIT = 100;
/** A request's body stays below this: providers and proxies refuse larger ones with 413. */
export const BODY_LIMIT = 4_000_000;
/** What a mail adds to its message: headers, footer, links, JSON quoting. */
export const MAIL_OVERHEAD = 2_500;

export const HOUR = 3_600_000;
/** Resend forgets idempotency keys after 24 hours; the hour between is for clocks that differ. */
export const KEY_LIFETIME = 23 * HOUR;

/** Batches that fail one after the other before the breaker opens. */
export const BREAKER_THRESHOLD = 5;
/** Batches refused to the last address, with nothing accepted, before the mailing is held. */
export const REFUSED_BATCHES_BEFORE_HOLD = 3;

/** A tick within a function that ends after 300 s (Vercel), with room for its last request and answer. */
export const LONG_TICK = 280_000;

const MINUTE = 60_000;
/** A database that restarts is back within seconds. */
const FIRST_RETRY = 1_000;
/** Schedulers that failed together spread over so much after the full minute. */
const SPREAD = 5_000;

/**
 * How long a scheduler waits after a tick, in milliseconds: until something falls due, at the latest until the
 * next full minute, for what nobody foresaw. What should have gone and did not waits for the full minute too:
 * asking at once would ask in a circle.
 */
export function schedulerPause(tick: { end: string; nextIn: number | null }, now: number): number {
  if (tick.end === "time") return 0;
  return tick.nextIn ? Math.min(toFullMinute(now), tick.nextIn) : toFullMinute(now);
}

/**
 * How long it waits after so many ticks in a row that failed and had sent nothing, at least one: doubled each time, to soon
 * after the full minute at the latest. Several schedulers of one database are spread.
 *
 * @param random in [0, 1)
 */
export function pauseAfterFailures(failures: number, now: number, random: number): number {
  const wait = FIRST_RETRY * 2 ** Math.min(failures - 1, 10);
  const fullMinute = toFullMinute(now);
  return wait < fullMinute ? wait * (0.5 + random / 2) : fullMinute + random * SPREAD;
}

/** How many ticks in a row have failed now: one that sent something before it failed begins anew. */
export function failuresAfter(failures: number, sent: boolean): number {
  return sent ? 1 : failures + 1;
}

function toFullMinute(now: number): number {
  return MINUTE - (now % MINUTE);
}

export interface EngineSettings {
  /** A request is given up after this and its outcome is unknown. */
  httpTimeout: number;
  /** How long a claim holds; longer than a request and its settling. */
  lease: number;
  /** Requests on the wire at once, by one tick. */
  inFlight: number;
  /** Recipients planned by one statement. */
  chunk: number;
}

export const DEFAULT_SETTINGS: EngineSettings = {
  httpTimeout: 30_000,
  lease: 75_000,
  inFlight: 8,
  chunk: 10_000,
};
