import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { isColumnName } from "@/lib/recipients/column-names";
import { senseOf, type Sense } from "@/lib/recipients/import-sense";

/** What an encoding is called, as somebody gives it to --encoding: any name that iconv-lite knows. */
export type Encoding = string;

export interface EncodingGuess {
  encoding: Encoding;
  /** False where another encoding makes nearly as much sense of the file, or too few words tell. */
  sure: boolean;
  /** A few words of the file as the encoding, and as the next likely one, have them. */
  examples: { encoding: Encoding; words: string }[];
}

/** Those that are guessed, by the library's names; where several give the same text the first is taken. */
const GUESSED: readonly [encoding: Encoding, name: string][] = [
  ["windows-1252", "Windows-1252"],
  ["windows-1251", "Windows-1251"],
  ["windows-1250", "Windows-1250"],
  ["windows-1254", "Windows-1254"],
  ["windows-1257", "Windows-1257"],
  ["windows-1253", "Windows-1253"],
  ["windows-1255", "Windows-1255"],
  ["windows-1256", "Windows-1256"],
  ["koi8-r", "KOI8-R"],
  ["koi8-u", "koi8-u"],
  ["cp866", "IBM866"],
  ["iso-8859-2", "ISO-8859-2"],
  ["iso-8859-5", "ISO-8859-5"],
  ["macintosh", "MacRoman"],
  ["maccyrillic", "MacCyrillic"],
  ["maccenteuro", "MacLatin2"],
  ["cp850", "cp850"],
  ["cp852", "cp852"],
  ["cp857", "cp857"],
  ["shift_jis", "shift_jis_2004"],
  ["euc-jp", "euc-jis-2004"],
  ["euc-kr", "cp949"],
  ["gb18030", "GB18030"],
  ["big5", "big5hkscs"],
];
const COMMON = new Set(["windows-1252", "windows-1251"]);
/** Names of three characters do not tell these apart: they are proposed and never taken unasked. */
const NEVER_SURE = new Set(["shift_jis", "euc-jp", "euc-kr", "gb18030", "big5"]);

// Tried with names of 23 languages in these encodings, three and eight to a file: of 1,272 files 1,122 were taken
// unasked, none of them wrongly.
const MOST_NONSENSE = 0.05;
/** Where all make some nonsense, as in a file of two encodings, the least is proposed. */
const LEAST_NONSENSE = 0.3;
const TIMES_AS_LIKELY = 1.5;
const FEWEST_WORDS = 3;
/** Instead of so many words, for those that most files are in. */
const MUCH_MORE_LIKELY = 2.5;
/** Of DOS, old Macs and Unix there are fewer files than of Windows. */
const RARER = 0.6;
/** A text that needs a further language to make sense is so much less likely. */
const FURTHER_LANGUAGE = 0.6;

/** Bytes: enough words to know an encoding by. */
const MOST_BYTES = 16_384;
const EXAMPLE_WORDS = 4;
const BEYOND_ASCII = /[^\0-\x7f]/;

interface Candidate {
  encoding: Encoding;
  /** The words that are not ASCII, in which candidates differ. */
  words: string[];
  score: number;
  sense: Sense;
  /** Whether a cell is what a column is usually called. */
  named: boolean;
}

/**
 * The likely encoding of eight bits, or of two for East Asia, of a sample that is no UTF: a library's statistics,
 * corrected by the sense that the text makes.
 */
export async function guessEncoding(sample: Uint8Array): Promise<EncodingGuess> {
  const bytes = Buffer.concat(tellingLines(sample));
  const senses = GUESSED.map(([encoding, name]) => {
    const text = iconv.decode(bytes, encoding);
    return { encoding, name, text, sense: senseOf(text) };
  });
  const least = Math.min(...senses.map(({ sense }) => sense.nonsense));
  const sensible = senses.filter(
    ({ sense: { nonsense } }) => nonsense <= MOST_NONSENSE || (nonsense === least && least < LEAST_NONSENSE),
  );
  const likelihood = await likelihoods(bytes);
  const candidates = new Map<string, Candidate>();
  for (const { encoding, name, text, sense } of sensible) {
    const words = text.match(/\S*[^\0-\x7f]\S*/g) ?? [];
    const score =
      (likelihood.get(name) ?? 0) * rarity(encoding) * FURTHER_LANGUAGE ** Math.max(0, sense.languages - 1);
    const same = candidates.get(words.join(" "));
    if (same === undefined)
      candidates.set(words.join(" "), { encoding, words, score, sense, named: namesColumn(text) });
    else same.score = Math.max(same.score, score);
  }
  const ranked = [...candidates.values()].sort((one, other) => other.score - one.score);
  // No wrong encoding makes the usual name of a column of another word.
  const [named, ...others] = ranked.filter((candidate) => candidate.named);
  if (named !== undefined && others.length === 0) return guessOf([named], true);
  return guessOf(ranked, false);
}

function guessOf([first, second]: readonly Candidate[], known: boolean): EncodingGuess {
  if (first === undefined) return { encoding: "windows-1252", sure: false, examples: [] };
  const { encoding, sense, score } = first;
  const enough =
    known ||
    sense.words >= FEWEST_WORDS ||
    (COMMON.has(encoding) && score > (second?.score ?? 0) * MUCH_MORE_LIKELY);
  const sure = enough && sense.nonsense <= MOST_NONSENSE && score >= (second?.score ?? 0) * TIMES_AS_LIKELY;
  const examples = [first, ...(second === undefined ? [] : [second])].map((candidate) => ({
    encoding: candidate.encoding,
    words: [...new Set(candidate.words)].slice(0, EXAMPLE_WORDS).join(" "),
  }));
  return { encoding, sure: sure && !NEVER_SURE.has(encoding), examples };
}

function namesColumn(text: string): boolean {
  return text.split(/[;,\t|"\n]/).some((cell) => BEYOND_ASCII.test(cell) && isColumnName(cell));
}

function rarity(encoding: Encoding): number {
  return encoding.startsWith("windows-") ? 1 : RARER;
}

/** Loaded where a file asks for it: its tables take 100 ms and 25 MB. */
async function likelihoods(bytes: Uint8Array): Promise<ReadonlyMap<string, number>> {
  const { detectAll } = await import("jschardet");
  const found = new Map<string, number>();
  for (const { encoding, confidence } of detectAll(bytes, { minimumThreshold: 0 })) {
    if (encoding !== null) found.set(encoding, Math.max(found.get(encoding) ?? 0, confidence));
  }
  return found;
}

/**
 * The different lines that are not ASCII alone, which say nothing and weigh much, nor UTF-8 in a file that is not: they
 * were added to it by another program.
 */
function tellingLines(sample: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  const seen = new Set<string>();
  let size = 0;
  let begin = 0;
  for (let at = 0; at <= sample.length && size < MOST_BYTES; at += 1) {
    if (at < sample.length && sample[at] !== 10 && sample[at] !== 13) continue;
    const line = sample.subarray(begin, at);
    begin = at + 1;
    if (isUtf8(line)) continue;
    const key = Buffer.from(line).toString("latin1");
    if (seen.has(key)) continue;
    seen.add(key);
    lines.push(line.subarray(0, MOST_BYTES), Buffer.from("\n"));
    size += line.length + 1;
  }
  return lines;
}

/** Whether --encoding may name it. */
export function isEncoding(name: string): boolean {
  return iconv.encodingExists(name);
}
