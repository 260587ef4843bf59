import { ImportFault } from "@/lib/recipients/import-fault";

export const DELIMITERS = [",", ";", "\t"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Records looked at: more would not change the answer, for a delimiter stands in every one of them. */
const RECORDS = 10;

/**
 * The delimiter of a file by its first records: the one that stands most often in each of them outside of
 * quotes. A comma where none does, as in a list of bare addresses.
 *
 * @param sample beginning of the file; its last record is looked at only when there is no other
 */
export function detectDelimiter(sample: string): Delimiter {
  const counts = countPerRecord(sample);
  let best: Delimiter = ",";
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const least = Math.min(...counts.map((count) => count[delimiter]));
    if (least > most) [best, most] = [delimiter, least];
  }
  return best;
}

/**
 * The line "sep=;" that Excel writes and reads before the first row, or undefined where the file has none.
 * @throws ImportFault delimiter_unknown
 */
export function separatorLine(sample: string): { delimiter: Delimiter; length: number } | undefined {
  const [line, character = ""] = /^"?sep=([^\n])"?\n/i.exec(sample) ?? [];
  if (line === undefined) return undefined;
  if (!isDelimiter(character)) throw new ImportFault("delimiter_unknown", 1);
  return { delimiter: character, length: line.length };
}

/** Whether the text holds its first record whole. */
export function hasWholeRecord(text: string): boolean {
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === "\n" && !quoted) return true;
  }
  return false;
}

type Counts = Record<Delimiter, number>;

function countPerRecord(sample: string): Counts[] {
  const whole: Counts[] = [];
  let current = none();
  let characters = 0;
  let quoted = false;
  for (const character of sample) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === "\n") {
      if (characters > 0) whole.push(current);
      if (whole.length === RECORDS) return whole;
      current = none();
      characters = 0;
      continue;
    } else if (isDelimiter(character)) current[character] += 1;
    characters += 1;
  }
  return whole.length > 0 ? whole : [current];
}

function none(): Counts {
  return { ",": 0, ";": 0, "\t": 0 };
}

function isDelimiter(character: string): character is Delimiter {
  return character === "," || character === ";" || character === "\t";
}
