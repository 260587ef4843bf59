import { claimBatches, type Claim, type ClaimScope } from "@/lib/sending/claim";
import type { Engine } from "@/lib/sending/engine";

interface Taker {
  resolve: (claim: Claim | null) => void;
  reject: (error: unknown) => void;
}

/**
 * Workers that ask while a claim is under way share the next statement. Planning that statement costs PostgreSQL
 * more than running it, so at full speed three batches claimed together cost little more than one.
 */
export class ClaimQueue {
  #takers: Taker[] = [];
  #claiming = false;

  constructor(
    readonly engine: Engine,
    readonly scope: ClaimScope,
  ) {}

  /**
   * One batch for the one who asks; null where there is none or the gate is shut.
   * @throws what the database throws, for everybody who waited for that statement
   */
  next(): Promise<Claim | null> {
    return new Promise((resolve, reject) => {
      this.#takers.push({ resolve, reject });
      if (!this.#claiming) void this.#claim();
    });
  }

  async #claim(): Promise<void> {
    this.#claiming = true;
    while (this.#takers.length > 0) {
      const takers = this.#takers;
      this.#takers = [];
      try {
        const claims = await claimBatches(this.engine, null, this.scope, takers.length);
        this.scope.after = claims.at(-1)?.attemptId ?? this.scope.after;
        for (const [index, taker] of takers.entries()) taker.resolve(claims[index] ?? null);
      } catch (error) {
        for (const taker of takers) taker.reject(error);
      }
    }
    this.#claiming = false;
  }
}
