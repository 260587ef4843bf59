/** Nobody may wait any more: so many do already. */
export class TooManyWaiting extends Error {
  override readonly name = "TooManyWaiting";
}

interface Limits {
  /** How many work at once. */
  readonly atOnce: number;
  /** How many more may wait for one of them to end. */
  readonly waiting: number;
}

/** Work that is done by a few at once, in the order in which it came; what comes when too many wait is refused. */
export class Turns {
  readonly #limits: Limits;
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @throws TooManyWaiting before the work has begun */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working < this.#limits.atOnce) this.#working += 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      // Whoever waits takes the place over, so that nobody who comes now is before them.
      const next = this.#waiting.shift();
      if (next === undefined) this.#working -= 1;
      else next();
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#limits.waiting) throw new TooManyWaiting();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
