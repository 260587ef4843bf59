import { ImportFault } from "@/lib/recipients/import-fault";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1251";

const BOMS: readonly { encoding: Encoding; bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];
const LONGEST_BOM = 3;
/** Bytes from the first that is not ASCII on, by which UTF-8 and Windows-1251 are told apart. */
const SAMPLE = 4_096;

/**
 * The text of a file, piece by piece, every line ending in \n alone. Up to the first byte beyond ASCII the
 * encodings agree, so the choice waits for it, however late in the file it comes.
 */
export class TextReader {
  /** Undefined until known; at the end of a file of ASCII alone it is UTF-8. */
  encoding: Encoding | undefined;
  /** Bytes read from the source. */
  bytes = 0;

  constructor(readonly source: AsyncIterable<Uint8Array>) {}

  /** @throws ImportFault not_text: a NUL, as in spreadsheets saved as such and in UTF-16 without its mark */
  async *pieces(): AsyncGenerator<string> {
    let carriageReturn = false;
    for await (const decoded of this.#decoded()) {
      if (decoded.includes("\0")) throw new ImportFault("not_text");
      const text: string = carriageReturn ? `\r${decoded}` : decoded;
      carriageReturn = text.endsWith("\r");
      const whole = carriageReturn ? text.slice(0, -1) : text;
      if (whole !== "") yield whole.includes("\r") ? whole.replace(/\r\n?/g, "\n") : whole;
    }
    if (carriageReturn) yield "\n";
    this.encoding ??= "utf-8";
  }

  async *#decoded(): AsyncGenerator<string> {
    let decoder: TextDecoder | undefined;
    let held = Buffer.alloc(0);
    let started = false;
    for await (const piece of this.source) {
      this.bytes += piece.length;
      if (decoder !== undefined) {
        yield decoder.decode(piece, { stream: true });
        continue;
      }
      held = Buffer.concat([held, piece]);
      if (!started && held.length < LONGEST_BOM) continue;
      if (!started) this.encoding = markedEncoding(held);
      started = true;
      const ascii = this.encoding === undefined ? asciiLength(held) : 0;
      if (ascii > 0) yield held.toString("latin1", 0, ascii);
      held = held.subarray(ascii);
      if (this.encoding === undefined && held.length >= SAMPLE) this.encoding = likelyEncoding(held);
      if (this.encoding === undefined) continue;
      decoder = new TextDecoder(this.encoding);
      yield decoder.decode(held, { stream: true });
    }
    if (decoder === undefined && held.length > 0) {
      this.encoding ??= markedEncoding(held) ?? likelyEncoding(held);
      decoder = new TextDecoder(this.encoding);
      yield decoder.decode(held, { stream: true });
    }
    if (decoder !== undefined) yield decoder.decode();
  }
}

function markedEncoding(start: Uint8Array): Encoding | undefined {
  return BOMS.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte))?.encoding;
}

function asciiLength(bytes: Uint8Array): number {
  const beyond = bytes.findIndex((byte) => byte > 0x7f);
  return beyond < 0 ? bytes.length : beyond;
}

/**
 * Windows-1251 read as UTF-8 breaks at nearly every letter, and UTF-8 at none. Half of the letters is the
 * border, so that one damaged place does not turn a whole file into nonsense.
 */
function likelyEncoding(sample: Uint8Array): Encoding {
  const text = new TextDecoder("utf-8").decode(sample, { stream: sample.length >= SAMPLE });
  let letters = 0;
  let broken = 0;
  for (const character of text) {
    if (character > "\x7f") letters += 1;
    if (character === "\ufffd") broken += 1;
  }
  return broken * 2 > letters ? "windows-1251" : "utf-8";
}
