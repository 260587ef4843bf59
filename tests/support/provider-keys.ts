import type { Answer } from "./provider-wire";

/** How long Resend remembers an idempotency key. */
export const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000;

interface Entry {
  bodyHash: string;
  since: number;
  answer: Answer | null;
}

export type Found = { found: "nothing" | "running" | "other_body" } | { found: "answer"; answer: Answer };

/** The provider's memory of idempotency keys. Instants are milliseconds of the provider's clock. */
export class KeyMemory {
  #entries = new Map<string, Entry>();

  /** Looks a key up and, where it is unknown or forgotten, marks it as running with this body. */
  begin(key: string, bodyHash: string, now: number): Found {
    const entry = this.#entries.get(key);
    if (entry && !isForgotten(entry, now)) {
      if (entry.bodyHash !== bodyHash) return { found: "other_body" };
      return entry.answer ? { found: "answer", answer: entry.answer } : { found: "running" };
    }
    this.#entries.set(key, { bodyHash, since: now, answer: null });
    return { found: "nothing" };
  }

  /** Keeps the answer of a running key. The 24 hours count from its request's arrival, the strictest reading. */
  remember(key: string, answer: Answer): void {
    const entry = this.#entries.get(key);
    if (entry) entry.answer = answer;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}

function isForgotten(entry: Entry, now: number): boolean {
  return entry.answer !== null && now - entry.since >= KEY_LIFETIME_MS;
}
