import { isAscii } from "node:buffer";
import { ImportFault } from "@/lib/recipients/import-fault";

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1251"] as const;
export type Encoding = (typeof ENCODINGS)[number];

const BOMS: readonly { encoding: Encoding; bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];
/** Bytes from the beginning on, by which UTF-16 without its mark and what is no text are known. */
const BEGINNING = 4_096;
/** Bytes from the first that is not ASCII on, by which UTF-8 and Windows-1251 are told apart. */
const SAMPLE = 65_536;

/**
 * The text of a file, piece by piece, every line ending in \n alone. Up to the first byte beyond ASCII the
 * encodings of eight bits agree, so the choice waits for it, however late in the file it comes.
 */
export class TextReader {
  /** Undefined until known; at the end of a file of ASCII alone it is UTF-8. */
  encoding: Encoding | undefined;
  /** Bytes read from the source. */
  bytes = 0;

  /** @param encoding what somebody says it is; by default it is detected */
  constructor(
    readonly source: AsyncIterable<Uint8Array>,
    encoding?: Encoding,
  ) {
    this.encoding = encoding;
  }

  /** @throws ImportFault not_text: bytes of zero at the beginning that are not UTF-16's, as in spreadsheets saved as such */
  async *pieces(): AsyncGenerator<string> {
    let carriageReturn = false;
    for await (const decoded of this.#decoded()) {
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
    let begun = false;
    for await (const piece of this.source) {
      this.bytes += piece.length;
      if (decoder !== undefined) {
        yield decoder.decode(piece, { stream: true });
        continue;
      }
      held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
      if (!begun && held.length < BEGINNING) continue;
      if (!begun) this.#begin(held);
      begun = true;
      const ascii = this.encoding === undefined ? asciiLength(held) : 0;
      if (ascii > 0) yield held.toString("latin1", 0, ascii);
      held = held.subarray(ascii);
      if (this.encoding === undefined && held.length >= SAMPLE) this.encoding = likelyEncoding(held);
      if (this.encoding === undefined) continue;
      decoder = new TextDecoder(this.encoding);
      yield decoder.decode(held, { stream: true });
    }
    if (decoder === undefined && held.length > 0) {
      if (!begun) this.#begin(held);
      this.encoding ??= likelyEncoding(held);
      decoder = new TextDecoder(this.encoding);
      yield decoder.decode(held, { stream: true });
    }
    if (decoder !== undefined) yield decoder.decode();
  }

  #begin(held: Uint8Array): void {
    const beginning = held.subarray(0, BEGINNING);
    this.encoding ??= markedEncoding(beginning) ?? unmarkedUtf16(beginning);
    const eightBits = this.encoding === undefined || !this.encoding.startsWith("utf-16");
    if (eightBits && beginning.includes(0)) throw new ImportFault("not_text");
  }
}

function markedEncoding(start: Uint8Array): Encoding | undefined {
  return BOMS.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte))?.encoding;
}

/**
 * Delimiters, line ends and addresses are ASCII, whose other byte in UTF-16 is zero: always the second of
 * two, or always the first. Elsewhere zeros stand at even and odd places alike, or are few. One character
 * in twenty is what long comments in Cyrillic leave of ASCII.
 */
function unmarkedUtf16(beginning: Uint8Array): Encoding | undefined {
  const zeros: [even: number, odd: number] = [0, 0];
  beginning.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
  });
  const [fewer, more] = [Math.min(...zeros), Math.max(...zeros)];
  if (more < 4 || more * 2 * 20 < beginning.length || fewer * 10 > more) return undefined;
  return more === zeros[0] ? "utf-16be" : "utf-16le";
}

function asciiLength(bytes: Uint8Array): number {
  if (isAscii(bytes)) return bytes.length;
  return bytes.findIndex((byte) => byte > 0x7f);
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
