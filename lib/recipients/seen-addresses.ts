import { hash } from "node:crypto";

const FIRST_CAPACITY = 1 << 16;
const FULLEST = 0.6;
/** Numbers of a slot: three of the hash and the line. */
const SLOT = 4;

/**
 * Remembers which addresses a file has had and on which line first, in 27 to 53 bytes for each (a Map of a million
 * strings takes some 130 MB, this 34). It keeps 96 bits of a hash: for a file of a million rows, the odds that
 * two addresses are taken for one are 1 in 10^17.
 */
export class SeenAddresses {
  #slots = new Uint32Array(FIRST_CAPACITY * SLOT);
  #count = 0;

  /**
   * Adds an address with its line, from 1.
   * @returns the line on which it was seen first, or undefined where this is that line
   */
  add(address: string, line: number): number | undefined {
    // As text: a buffer for each address would be most of an import's garbage.
    const digest = hash("sha1", address, "binary");
    const seen = this.#put(fourBytes(digest, 0), fourBytes(digest, 4), fourBytes(digest, 8), line);
    if (seen !== undefined) return seen;
    this.#count += 1;
    if (this.#count > (this.#slots.length / SLOT) * FULLEST) this.#grow();
    return undefined;
  }

  #put(one: number, two: number, three: number, line: number): number | undefined {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = (one * SLOT) & mask; ; at = (at + SLOT) & mask) {
      const seen = slots[at + 3];
      // No line is 0, so that marks an empty slot.
      if (seen === undefined || seen === 0) {
        slots[at] = one;
        slots[at + 1] = two;
        slots[at + 2] = three;
        slots[at + 3] = line;
        return undefined;
      }
      if (slots[at] === one && slots[at + 1] === two && slots[at + 2] === three) return seen;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += SLOT) {
      const line = old[at + 3] ?? 0;
      if (line > 0) this.#put(old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0, line);
    }
  }
}

function fourBytes(binary: string, at: number): number {
  return (
    ((binary.charCodeAt(at) << 24) |
      (binary.charCodeAt(at + 1) << 16) |
      (binary.charCodeAt(at + 2) << 8) |
      binary.charCodeAt(at + 3)) >>>
    0
  );
}
