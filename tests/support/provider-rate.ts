import { errorAnswer, type Answer } from "./provider-wire";

/** Resend's headers about its limit; every figure is a whole number, of requests or of seconds. */
export function rateHeaders(limit: number, remaining: number, resetSeconds: number): Record<string, string> {
  return {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(resetSeconds),
  };
}

/** 429 rate_limit_exceeded; the next request may come in `seconds`. */
export function rateLimitAnswer(limit: number, seconds: number): Answer {
  const message = `Too many requests. You can only make ${limit} requests per second.`;
  return errorAnswer(429, "rate_limit_exceeded", message, 429, {
    ...rateHeaders(limit, 0, seconds),
    "retry-after": String(seconds),
  });
}

/** A fixed window of one second that begins with its first request. Instants are milliseconds of a steady clock. */
export class RateWindow {
  readonly #perSecond: number;
  #start = -Infinity;
  #used = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Counts one request: the headers its answer bears, and the 429 it gets where the window is used up. */
  take(now: number): { headers: Record<string, string>; refusal: Answer | null } {
    if (now - this.#start >= 1000) {
      this.#start = now;
      this.#used = 0;
    }
    const resetSeconds = Math.max(1, Math.ceil((this.#start + 1000 - now) / 1000));
    if (this.#used >= this.#perSecond) {
      const refusal = rateLimitAnswer(this.#perSecond, resetSeconds);
      return { headers: refusal.headers, refusal };
    }
    this.#used += 1;
    return {
      headers: rateHeaders(this.#perSecond, this.#perSecond - this.#used, resetSeconds),
      refusal: null,
    };
  }
}
