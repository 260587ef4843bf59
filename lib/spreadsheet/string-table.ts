const FIRST_SIZE = 65_536;

/** Texts by number, as bytes outside of the program's heap: a large sheet has millions of them. */
export class StringTable {
  #bytes = new Uint8Array(FIRST_SIZE);
  #used = 0;
  #ends = new Uint32Array(1_024);
  #count = 0;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  get size(): number {
    return this.#used;
  }

  add(text: string): void {
    // A UTF-16 unit is three bytes at most.
    const most = this.#used + text.length * 3;
    if (most > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(most * 2));
    if (this.#count === this.#ends.length) this.#ends = grown(this.#ends, new Uint32Array(this.#count * 2));
    this.#used += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#used)).written;
    this.#ends[this.#count] = this.#used;
    this.#count += 1;
  }

  at(index: number): string {
    if (index >= this.#count) return "";
    const begin = index === 0 ? 0 : this.#ends[index - 1];
    return this.#decoder.decode(this.#bytes.subarray(begin, this.#ends[index]));
  }
}

function grown<Table extends Uint8Array | Uint32Array>(from: Table, to: Table): Table {
  to.set(from);
  return to;
}
