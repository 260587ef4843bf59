import { setTimeout as sleep } from "node:timers/promises";

/** Spacing a hundredth wider than the limit asks, so that clocks that differ a little draw no 429. */
const SLACK = 1.01;
const FASTEST = 10_000;

/**
 * Spaces requests evenly, which fills a limit per second without bursts that a sliding window refuses.
 * One instance serves all ticks of a process.
 */
export class SendRate {
  #interval: number;
  #next = 0;
  #heldUntil = 0;

  /** @param perSecond requests a second to start with */
  constructor(perSecond: number) {
    this.#interval = interval(perSecond);
  }

  /**
   * Waits for the next free place.
   *
   * @param until milliseconds on the clock of `performance.now()`; no place before it: null at once
   * @param signal aborted while it waits: null, and the place is free again
   * @returns the place, for `giveBack`
   */
  async take(until: number, signal?: AbortSignal): Promise<number | null> {
    const now = performance.now();
    const place = Math.max(now, this.#next);
    if (place >= until || signal?.aborted === true) return null;
    this.#next = place + this.#interval;
    if (place > now && !(await slept(place - now, signal))) {
      this.giveBack(place);
      return null;
    }
    return place;
  }

  /** A place that was taken and led to no request; kept where others were taken after it. */
  giveBack(place: number): void {
    if (this.#next === place + this.#interval) this.#next = place;
  }

  /** Milliseconds for which the provider still wants no request at all. */
  get heldOff(): number {
    return Math.max(0, this.#heldUntil - performance.now());
  }

  /** Follows `ratelimit-limit` (requests a second, https://resend.com/docs/api-reference/rate-limit). */
  follow(headers: Readonly<Record<string, string>>): void {
    const limit = Number(headers["ratelimit-limit"]);
    if (Number.isFinite(limit) && limit >= 1) this.#interval = interval(limit);
  }

  /** No request for this many milliseconds: the provider asked for it. */
  holdOff(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, performance.now() + ms);
    this.#next = Math.max(this.#next, this.#heldUntil);
  }
}

function interval(perSecond: number): number {
  return (1_000 / Math.min(Math.max(perSecond, 0.1), FASTEST)) * SLACK;
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
