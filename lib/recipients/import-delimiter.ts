import { CellReader } from "@/lib/recipients/import-cells";
import { ImportFault } from "@/lib/recipients/import-fault";
import type { RecordShape } from "@/lib/recipients/import-records";

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Lines looked at: more would not change the answer. */
const LINES = 100;
/** Records looked at where no line holds an address: a delimiter stands in every one of them. */
const RECORDS = 10;

/** What an address looks like, with what people leave around it: whether it is one is decided later. */
const ADDRESS = /^[^\s@,;|"<>]+@[^\s@,;|"<>]+\.[^\s@,;|"<>]{2,}$/;
const AROUND_ADDRESS =
  /^[\s'"<\u200b-\u200f\u2060\ufeff]*(?:mailto:)?|[\s'">;,.\u200b-\u200f\u2060\ufeff]+$/gi;

/** Whether a cell is an address, alone or as in Ann <a@b.example>. */
export function holdsAddress(cell: string): boolean {
  if (cell.length > 400 || !cell.includes("@")) return false;
  const inner = /<([^<>]+)>\s*$/.exec(cell)?.[1] ?? cell;
  return ADDRESS.test(inner.replace(AROUND_ADDRESS, ""));
}

/**
 * The delimiter of a file by its beginning: the one that yields a column of addresses. Where several do, or none, the
 * one that stands most often in each record outside of quotes; a comma where none does, as in a list of bare addresses.
 *
 * @param known the delimiter, where somebody says it
 */
export function detectShape(sample: string, known?: Delimiter): RecordShape {
  const lines = sample
    .split("\n", LINES + 1)
    .slice(0, LINES)
    .filter((line) => line.trim() !== "");
  const shapes = (known === undefined ? DELIMITERS : [known]).map((delimiter) => ({
    delimiter,
    ...columnOfAddresses(lines, delimiter),
  }));
  const most = Math.max(...shapes.map(({ addresses }) => addresses));
  const likely = shapes.filter(({ addresses }) => addresses === most);
  const delimiter = mostFrequent(
    sample,
    likely.map((shape) => shape.delimiter),
  );
  const { addressAt = null, width = 1 } = likely.find((shape) => shape.delimiter === delimiter) ?? {};
  return { delimiter, addressAt, width };
}

export function detectDelimiter(sample: string): Delimiter {
  return detectShape(sample).delimiter;
}

/** The column that has most addresses, and the cells of most rows. */
function columnOfAddresses(
  lines: readonly string[],
  delimiter: Delimiter,
): { addressAt: number | null; addresses: number; width: number } {
  const columns = new Map<number, number>();
  const widths = new Map<number, number>();
  for (const [index, line] of lines.entries()) {
    const { cells, weight } = cellsOf(line, delimiter);
    // Other lines may stand within a quoted cell.
    if (index === 0 || cells.some(holdsAddress)) {
      widths.set(cells.length, (widths.get(cells.length) ?? 0) + weight);
    }
    for (const [at, cell] of cells.entries()) {
      if (holdsAddress(cell)) columns.set(at, (columns.get(at) ?? 0) + weight);
    }
  }
  const [addressAt, addresses] = mostOf(columns) ?? [null, 0];
  return { addressAt, addresses, width: mostOf(widths)?.[0] ?? 1 };
}

function mostOf(counts: ReadonlyMap<number, number>): [number, number] | undefined {
  return [...counts].sort(([, one], [, other]) => other - one)[0];
}

/** Of a line with quotes in odd places the cells are less certain. */
function cellsOf(line: string, delimiter: Delimiter): { cells: string[]; weight: number } {
  if (!line.includes('"')) return { cells: line.split(delimiter), weight: 2 };
  const reader = new CellReader(delimiter, /\\["']/.test(line));
  reader.begin(line);
  if (reader.quoting === "open")
    return { cells: [...reader.cells, ...reader.open.split(delimiter)], weight: 1 };
  return { cells: reader.cells, weight: reader.quoting === "clean" ? 2 : 1 };
}

function mostFrequent(sample: string, delimiters: readonly Delimiter[]): Delimiter {
  const counts = countPerRecord(sample);
  let best: Delimiter = delimiters.includes(",") ? "," : (delimiters[0] ?? ",");
  let most = 0;
  for (const delimiter of delimiters) {
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

type Counts = Record<Delimiter, number>;

/** In each of the first records; the last of the sample is counted only where there is no other. */
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
  return { ",": 0, ";": 0, "\t": 0, "|": 0 };
}

function isDelimiter(character: string): character is Delimiter {
  return DELIMITERS.some((delimiter) => delimiter === character);
}
