import { isAscii } from "node:buffer";
import iconv from "iconv-lite";
import { guessEncoding, type Encoding, type EncodingGuess } from "@/lib/recipients/import-encoding";
import { ImportFault } from "@/lib/recipients/import-fault";

const BOMS: readonly { encoding: Encoding; bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-32le", bytes: [0xff, 0xfe, 0, 0] },
  { encoding: "utf-32be", bytes: [0, 0, 0xfe, 0xff] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];
/** Beginnings of spreadsheets, archives and documents: ZIP (.xlsx, .ods), OLE (.xls), gzip, PDF, 7z, RAR. */
const NO_TEXT = ["504b0304", "d0cf11e0", "1f8b08", "25504446", "377abcaf", "52617221"];
/** Bytes from the beginning on, by which UTF-16 without its mark and what is no text are known. */
const BEGINNING = 4_096;
/** Bytes from the first that is not ASCII on, by which an encoding is known. */
const SAMPLE = 65_536;
const NATIVE = new Set<Encoding>(["utf-8", "utf-16le", "utf-16be"]);

/**
 * The text of a file, piece by piece, every line ending in \n alone. Up to the first byte beyond ASCII the
 * encodings of eight bits agree, so the choice waits for it, however late in the file it comes.
 */
export class TextReader {
  /** Undefined until known; at the end of a file of ASCII alone it is UTF-8. */
  encoding: Encoding | undefined;
  /** Where it is a guess that may be wrong. */
  unsure: EncodingGuess | undefined;
  /** Bytes read from the source. */
  bytes = 0;

  /**
   * @param encoding what somebody says it is; by default it is detected
   * @param onUnsure told of a guess that may be wrong, and throws where that is not to be taken
   */
  constructor(
    readonly source: AsyncIterable<Uint8Array>,
    encoding?: Encoding,
    readonly onUnsure: (guess: EncodingGuess) => void = () => undefined,
  ) {
    this.encoding = encoding;
  }

  /** @throws ImportFault not_text: what is no text of eight bits nor of UTF-16, as spreadsheets saved as such */
  async *pieces(): AsyncGenerator<string> {
    // A carriage return may be half of a line's end, and DOS ends a file with Ctrl-Z.
    let held = "";
    for await (const decoded of this.#decoded()) {
      const text: string = held + decoded;
      held = /(?:\r|\x1a+)$/.exec(text)?.[0] ?? "";
      const whole = held === "" ? text : text.slice(0, -held.length);
      if (whole !== "") yield plain(whole);
    }
    if (held === "\r") yield "\n";
    this.encoding ??= "utf-8";
  }

  async *#decoded(): AsyncGenerator<string> {
    let decoder: Decoder | undefined;
    let held = Buffer.alloc(0);
    let begun = false;
    for await (const piece of this.source) {
      this.bytes += piece.length;
      if (decoder !== undefined) {
        yield decoder.write(piece);
        continue;
      }
      held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
      if (!begun && held.length < BEGINNING) continue;
      if (!begun) this.encoding = encodingOfBeginning(held, this.encoding);
      begun = true;
      const ascii = this.encoding === undefined ? asciiLength(held) : 0;
      if (ascii > 0) yield held.toString("latin1", 0, ascii);
      held = held.subarray(ascii);
      if (this.encoding === undefined && held.length >= SAMPLE) await this.#detect(held);
      if (this.encoding === undefined) continue;
      decoder = decoderOf(this.encoding);
      yield decoder.write(held);
    }
    if (decoder === undefined && held.length > 0) {
      if (!begun) this.encoding = encodingOfBeginning(held, this.encoding);
      decoder = decoderOf(this.encoding ?? (await this.#detect(held)));
      yield decoder.write(held);
    }
    if (decoder !== undefined) yield decoder.end();
  }

  async #detect(sample: Uint8Array): Promise<Encoding> {
    const guess = await encodingOfSample(sample);
    if (!guess.sure) {
      this.onUnsure(guess);
      this.unsure = guess;
    }
    this.encoding = guess.encoding;
    return guess.encoding;
  }
}

/**
 * The encoding of a file that can be read twice, by lines from all of it that are not ASCII.
 * @throws ImportFault not_text
 */
export async function encodingOfFile(source: AsyncIterable<Uint8Array>): Promise<EncodingGuess> {
  let beginning: Buffer | undefined = Buffer.alloc(0);
  let sample = Buffer.alloc(0);
  let line = Buffer.alloc(0);
  for await (const piece of source) {
    if (beginning !== undefined) {
      beginning = Buffer.concat([beginning, piece]);
      if (beginning.length >= BEGINNING) {
        const known = encodingOfBeginning(beginning);
        if (known !== undefined) return certainly(known);
        beginning = undefined;
      }
    }
    const end = piece.lastIndexOf(10) + 1 || piece.lastIndexOf(13) + 1;
    const lines = Buffer.concat([line, piece.subarray(0, end)]);
    if (!isAscii(lines)) sample = Buffer.concat([sample, ...linesBeyondAscii(lines)]);
    // A file without lines is no reason to hold all of it.
    line = Buffer.concat([end === 0 && line.length < SAMPLE ? line : Buffer.alloc(0), piece.subarray(end)]);
    if (sample.length >= SAMPLE) break;
  }
  const known = beginning === undefined ? undefined : encodingOfBeginning(beginning);
  if (known !== undefined) return certainly(known);
  return encodingOfSample(Buffer.concat([sample, line]));
}

function linesBeyondAscii(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at) + 1 || bytes.length;
    const line = bytes.subarray(at, end);
    if (!isAscii(line)) lines.push(line);
    at = end;
  }
  return lines;
}

interface Decoder {
  write(bytes: Uint8Array): string;
  end(): string;
}

/** Node's own for UTF, which tells what cannot be decoded; elsewhere iconv-lite knows ten times as many. */
function decoderOf(encoding: Encoding): Decoder {
  if (NATIVE.has(encoding)) {
    const decoder = new TextDecoder(encoding);
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
  }
  const decoder = iconv.getDecoder(encoding);
  return {
    write: (bytes) => decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    end: () => decoder.end() ?? "",
  };
}

/** Marks at the beginning of a file that stand again where files were joined say nothing. */
function plain(text: string): string {
  const unmarked = text.includes("\ufeff") ? text.replaceAll("\ufeff", "") : text;
  return unmarked.includes("\r") ? unmarked.replace(/\r\n?/g, "\n") : unmarked;
}

/**
 * What is known by the beginning alone, or said; undefined for eight bits.
 * @throws ImportFault not_text
 */
function encodingOfBeginning(held: Uint8Array, said?: Encoding): Encoding | undefined {
  const beginning = held.subarray(0, BEGINNING);
  const encoding = said ?? markedEncoding(beginning) ?? unmarkedUtf16(beginning);
  if ((encoding === undefined || !/^(?:utf|ucs).?(?:16|32|2|4)/.test(encoding)) && !isText(beginning))
    throw new ImportFault("not_text");
  return encoding;
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

/** One byte in ten that no text has is too many; a few are left to the rows that they stand in. */
function isText(beginning: Uint8Array): boolean {
  const hex = Buffer.from(beginning.subarray(0, 4)).toString("hex");
  if (NO_TEXT.some((start) => hex.startsWith(start))) return false;
  const odd = beginning.filter(
    (byte) => byte < 9 || (byte > 13 && byte < 0x20 && byte !== 0x1a && byte !== 0x1b),
  );
  return odd.length * 10 <= beginning.length;
}

function asciiLength(bytes: Uint8Array): number {
  if (isAscii(bytes)) return bytes.length;
  return bytes.findIndex((byte) => byte > 0x7f);
}

function certainly(encoding: Encoding): EncodingGuess {
  return { encoding, sure: true, examples: [] };
}

/**
 * Other encodings read as UTF-8 break at nearly every letter, and UTF-8 at none. Half of the letters is the
 * border, so that one damaged place does not turn a whole file into nonsense.
 */
async function encodingOfSample(sample: Uint8Array): Promise<EncodingGuess> {
  const text = new TextDecoder("utf-8").decode(sample, { stream: sample.length >= SAMPLE });
  let letters = 0;
  let broken = 0;
  for (const character of text) {
    if (character > "\x7f") letters += 1;
    if (character === "\ufffd") broken += 1;
  }
  return broken * 2 > letters ? guessEncoding(sample) : certainly("utf-8");
}
