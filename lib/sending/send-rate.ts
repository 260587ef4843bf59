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

  /** @param perSecond requests a second to start with */
  constructor(perSecond: number) {
    this.#interval = interval(perSecond);
  }

  /**
   * Waits for the next free place.
   *
   * @param until milliseconds on the clock of `performance.now()`; no place before it: false at once
   */
  async take(until: number): Promise<boolean> {
    const now = performance.now();
    const place = Math.max(now, this.#next);
    if (place >= until) return false;
    this.#next = place + this.#interval;
    if (place > now) await sleep(place - now);
    return true;
  }

  /** A place that was taken and led to no request. */
  giveBack(): void {
    this.#next -= this.#interval;
  }

  /** Follows `ratelimit-limit` (requests a second, https://resend.com/docs/api-reference/rate-limit). */
  follow(headers: Readonly<Record<string, string>>): void {
    const limit = Number(headers["ratelimit-limit"]);
    if (Number.isFinite(limit) && limit >= 1) this.#interval = interval(limit);
  }

  /** No request for this many milliseconds: the provider asked for it. */
  holdOff(ms: number): void {
    this.#next = Math.max(this.#next, performance.now() + ms);
  }
}

function interval(perSecond: number): number {
  return (1_000 / Math.min(Math.max(perSecond, 0.1), FASTEST)) * SLACK;
}
