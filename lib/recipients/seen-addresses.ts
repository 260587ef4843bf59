import { hash } from "node:crypto";

const FIRST_CAPACITY = 1 << 16;
const FULLEST = 0.6;

/**
 * Remembers which addresses a file has had, in 13 to 27 bytes for each (a Set of a million strings takes
 * some 100 MB, this 17 MB). It keeps 64 bits of a hash, so "seen" can be wrong for one in 37 million files of a
 * million rows: the caller makes sure by the database.
 */
export class SeenAddresses {
  #slots = new Uint32Array(FIRST_CAPACITY * 2);
  #count = 0;

  /** Adds an address; true where it was seen before. */
  add(address: string): boolean {
    // As text: a buffer for each address would be most of an import's garbage.
    const digest = hash("sha1", address, "binary");
    // Two zeros mark an empty slot.
    const high = fourBytes(digest, 0) || 1;
    const low = fourBytes(digest, 4);
    if (!this.#put(high, low)) return true;
    this.#count += 1;
    if (this.#count > (this.#slots.length / 2) * FULLEST) this.#grow();
    return false;
  }

  #put(high: number, low: number): boolean {
    const mask = this.#slots.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const kept = this.#slots[slot * 2];
      if (kept === 0) {
        this.#slots[slot * 2] = high;
        this.#slots[slot * 2 + 1] = low;
        return true;
      }
      if (kept === high && this.#slots[slot * 2 + 1] === low) return false;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at];
      const low = old[at + 1];
      if (high !== undefined && low !== undefined && high !== 0) this.#put(high, low);
    }
  }
}

function fourBytes(binary: string, at: number): number {
  const byte = (offset: number) => binary.charCodeAt(at + offset);
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0;
}
