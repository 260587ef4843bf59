import { setTimeout as sleep } from "node:timers/promises";

/** A second at the provider is two hundredths longer here: what left evenly may arrive less so. */
const SLACK = 1.02;
const SECOND = 1_000 * SLACK;
/** Timers wake late, by a twentieth of an interval at 50 a second. So much, in milliseconds, delays no later place. */
const MADE_GOOD = 50;
const FASTEST = 10_000;
/** A claim is not kept for longer than this, in milliseconds, to wait for its departure. */
export const LONGEST_DEPARTURE = 2_000;

/** When a request leaves, on the clock of `performance.now()`. */
export interface Departure {
  at: number;
}

/**
 * Spaces requests evenly, which fills a limit per second without bursts that a sliding window refuses.
 * A place is taken before a batch is claimed; until the claim is ready to go, milliseconds differ, so departures are
 * counted once more. One instance serves all ticks of a process.
 */
export class SendRate {
  #limit: number;
  /** The last place that was taken. */
  #last = -Infinity;
  #heldUntil = 0;
  /** Ends when the last who asked for a place has it. */
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** Requests that left, or will, no longer ago than a second. */
  #departures: Departure[] = [];

  /** @param perSecond requests a second to start with */
  constructor(perSecond: number) {
    this.#limit = within(perSecond);
  }

  get #next(): number {
    return Math.max(this.#last + this.#interval, this.#heldUntil);
  }

  /** Milliseconds between two places. */
  get #interval(): number {
    return SECOND / this.#limit;
  }

  /**
   * Waits for the next free place.
   *
   * @param until milliseconds on the clock of `performance.now()`; no place before it: null at once
   * @param signal aborted while it waits: null, and the place is free again
   * @returns the place, for `giveBack`
   */
  async take(until: number, signal?: AbortSignal): Promise<number | null> {
    const begun = performance.now();
    const earliest = Math.max(begun, this.#next) + this.#waiting * this.#interval;
    if (earliest >= until || signal?.aborted === true) return null;
    this.#waiting += 1;
    // One after the other, so that a limit that rises meanwhile holds for all who wait still.
    const taken = this.#turn.then(() => this.#takeNext(until, signal));
    this.#turn = taken.catch(() => null);
    try {
      return await taken;
    } finally {
      this.#waiting -= 1;
    }
  }

  async #takeNext(until: number, signal?: AbortSignal): Promise<number | null> {
    const now = performance.now();
    const place = this.#next >= now - MADE_GOOD ? this.#next : now;
    if (place >= until || signal?.aborted === true) return null;
    this.#last = place;
    if (place > now && !(await slept(place - now, signal))) {
      this.giveBack(place);
      return null;
    }
    return place;
  }

  /** A place that was taken and led to no request; kept where others were taken after it. */
  giveBack(place: number): void {
    if (this.#last === place) this.#last = place - this.#interval;
  }

  /**
   * Waits until a request may leave without being one too many in any second.
   *
   * @param until milliseconds on the clock of `performance.now()`
   * @returns null at once where that is later, as after a 429
   */
  async depart(until = performance.now() + LONGEST_DEPARTURE): Promise<Departure | null> {
    const now = performance.now();
    this.#departures = this.#departures.filter(({ at }) => at > now - SECOND);
    const at = Math.max(now, this.#heldUntil, this.#limitReachedUntil());
    if (at > until) return null;
    const departure = { at };
    this.#departures.push(departure);
    if (at > now) await sleep(at - now);
    return departure;
  }

  /** The request goes out at this moment, perhaps later than was foreseen. */
  left(departure: Departure): void {
    departure.at = performance.now();
    // More than a second late, it was taken for gone.
    if (!this.#departures.includes(departure)) this.#departures.push(departure);
  }

  /** The request does not go out after all. */
  stay(departure: Departure): void {
    this.#departures = this.#departures.filter((other) => other !== departure);
  }

  /** When the request that fills the limit will be a second old. */
  #limitReachedUntil(): number {
    if (this.#departures.length < Math.floor(this.#limit)) return 0;
    const times = this.#departures.map(({ at }) => at).sort((one, other) => one - other);
    return (times.at(-Math.floor(this.#limit)) ?? 0) + SECOND;
  }

  /** Milliseconds for which the provider still wants no request at all. */
  get heldOff(): number {
    return Math.max(0, this.#heldUntil - performance.now());
  }

  /** Follows `ratelimit-limit` (requests a second, https://resend.com/docs/api-reference/rate-limit). */
  follow(headers: Readonly<Record<string, string>>): void {
    const limit = Number(headers["ratelimit-limit"]);
    if (Number.isFinite(limit) && limit >= 1) this.learn(within(limit));
  }

  /** The provider said that the limit is this. */
  protected learn(limit: number): void {
    this.allow(limit);
  }

  /** Requests a second from now on. */
  protected allow(perSecond: number): void {
    this.#limit = within(perSecond);
  }

  /** No request for this many milliseconds: the provider asked for it. */
  holdOff(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, performance.now() + ms);
  }
}

function within(perSecond: number): number {
  return Math.min(Math.max(perSecond, 1), FASTEST);
}

/** False where the signal ended the wait. */
async function slept(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal?.aborted === true) return false;
    throw error;
  }
}
