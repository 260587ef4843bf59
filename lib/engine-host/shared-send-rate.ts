import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { LONGEST_DEPARTURE, SendRate, type Departure } from "@/lib/sending/send-rate";

/** How long a share holds, in milliseconds from the moment when it is asked for: whoever dies loses it then. */
export const SHARE_HOLDS = 2_000;
/** A share in use is renewed from here on, while it still holds. */
const RENEWED_AFTER = 1_000;
/** Others have all of it: asked again after this. */
const NONE_LEFT_PAUSE = 250;
/** Nobody answers: this process goes by the whole limit, and asks again after this. */
const ALONE_FOR = 10_000;
/** A timer for longer goes off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface ShareWish {
  /** Who asks, the same as long as the process lives. */
  process: string;
  /** Requests a second for all together, as far as is known here. */
  limit: number;
  /** The provider has said so since the last time. */
  heard: boolean;
  /** Milliseconds for which the provider wants no request. */
  heldOff: number;
}

export interface Share {
  /** Requests a second for who asked; 0: the others have all of it, for a moment. */
  share: number;
  limit: number;
  heldOff: number;
}

/**
 * Asks for a part of the limit of the provider's account for SHARE_HOLDS; within a third of a second.
 * @throws Error where nobody answers, or not as they should
 */
export type AskShare = (wish: ShareWish) => Promise<Share>;

/**
 * The send rate of one process among several that share one account: spaced as SendRate spaces, at the share that was
 * granted last, so that all of them together stay below the limit without asking for each request. Where nobody
 * grants, it is SendRate at the whole limit: what is too much is deferred by the provider and costs nothing.
 */
export class SharedSendRate extends SendRate {
  readonly #process = randomUUID();
  readonly #askShare: AskShare;
  readonly #report: (message: string, error: unknown) => void;
  #limit: number;
  #heard = false;
  #share = 0;
  #holdsUntil = -Infinity;
  #renewedFrom = -Infinity;
  /** The clock of `performance.now()` from when somebody is asked again; null while shares are granted. */
  #aloneUntil: number | null = null;
  #asking: Promise<void> | null = null;

  /** @param perSecond requests a second of all together, to start with */
  constructor(perSecond: number, askShare: AskShare, report: (message: string, error: unknown) => void) {
    super(perSecond);
    this.#limit = perSecond;
    this.#askShare = askShare;
    this.#report = report;
  }

  override async take(until: number, signal?: AbortSignal): Promise<number | null> {
    return (await this.#granted(until, signal)) ? super.take(until, signal) : null;
  }

  /** A share may have ended while the place was waited for; waiting for another leaves less for the departure. */
  override async depart(until = performance.now() + LONGEST_DEPARTURE): Promise<Departure | null> {
    return (await this.#granted(until)) ? super.depart(until) : null;
  }

  override holdOff(ms: number): void {
    super.holdOff(ms);
    if (this.#aloneUntil !== null) return;
    // At once, for the others' sake, and after a question that did not know of it.
    void (this.#asking ?? Promise.resolve()).then(() => this.#renew());
  }

  protected override learn(limit: number): void {
    if (limit !== this.#limit) {
      this.#limit = limit;
      this.#heard = true;
      this.#renewedFrom = -Infinity;
    }
    this.allow(this.#aloneUntil === null ? Math.min(this.#share, limit) : limit);
  }

  /** Waits for a share; false where there is none in time. */
  async #granted(until: number, signal?: AbortSignal): Promise<boolean> {
    for (;;) {
      const now = performance.now();
      if (now >= until || signal?.aborted === true) return false;
      if (this.#aloneUntil !== null) {
        if (now >= this.#aloneUntil) void this.#renew();
        return true;
      }
      if (now < this.#holdsUntil && this.#share > 0) {
        if (now >= this.#renewedFrom) void this.#renew();
        return true;
      }
      await endedBy(until, this.#renew());
    }
  }

  /** Asked once for all who wait. Never throws. */
  #renew(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const asked = performance.now();
    const heard = this.#heard;
    this.#heard = false;
    try {
      const wish = { process: this.#process, limit: this.#limit, heard, heldOff: Math.ceil(this.heldOff) };
      const granted = await this.#askShare(wish);
      this.#aloneUntil = null;
      // What the provider said meanwhile is newer.
      if (!this.#heard) this.#limit = granted.limit;
      this.#share = granted.share;
      this.#holdsUntil = asked + SHARE_HOLDS;
      this.#renewedFrom = asked + RENEWED_AFTER;
      if (granted.heldOff > this.heldOff) super.holdOff(granted.heldOff);
      if (this.#share > 0) this.allow(Math.min(this.#share, this.#limit));
      else await sleep(NONE_LEFT_PAUSE);
    } catch (error) {
      if (this.#aloneUntil === null) this.#report("the shared send rate does not answer", error);
      this.#heard ||= heard;
      this.#aloneUntil = performance.now() + ALONE_FOR;
      this.allow(this.#limit);
    }
  }
}

/** Resolves with the work, or when the clock of `performance.now()` says so. */
async function endedBy(until: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(until - performance.now(), LONGEST_TIMER));
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
