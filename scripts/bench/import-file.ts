import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What the file is to hold; the same description always gives the same bytes. */
export interface FileShape {
  rows: number;
  /** Makes every comment this many characters long, a third of them over two lines; 0 leaves the column out. */
  comment: number;
}

/** Rows that go to the disk together. */
const PIECE = 1_000;
/** One row in so many has an address that the file had before, one another is no address. */
const ONE_IN = 100;

const PEOPLE = [
  ["Anna", "Lindqvist"],
  ["Tomás", "Ferreira"],
  ["Мария", "Ёлкина"],
  ["Priya", "Raman"],
  ["Олег", "Щербаков"],
  ["Jonas", "O'Neill"],
  ["Светлана", "Иванова-Петрова"],
] as const;
const CITIES = ["Oslo", "Нижний Новгород", "Porto", "Тверь", "Chennai", "Galway, Ireland"] as const;
const PLANS = ["gold", "silver", "free"] as const;
const PROSE = "Просил звонить после шести; likes long letters, and ";

/** Writes a CSV in UTF-8: email, name, two merge fields and, where asked for, a comment. */
export async function writeImportFile(file: string, shape: FileShape): Promise<void> {
  await pipeline(Readable.from(pieces(shape)), createWriteStream(file));
}

function* pieces({ rows, comment }: FileShape): Generator<string> {
  yield comment > 0 ? "email,name,city,plan,comment\n" : "email,name,city,plan\n";
  for (let begin = 0; begin < rows; begin += PIECE) {
    let text = "";
    for (let row = begin; row < Math.min(begin + PIECE, rows); row += 1) text += line(row, comment);
    yield text;
  }
}

function line(row: number, comment: number): string {
  const [first, last] = PEOPLE[row % PEOPLE.length] ?? PEOPLE[0];
  const city = CITIES[(row >> 3) % CITIES.length] ?? CITIES[0];
  const plan = PLANS[row % PLANS.length] ?? PLANS[0];
  const cells = [addressOf(row), `${first} ${last}`, city.includes(",") ? `"${city}"` : city, plan];
  if (comment > 0) cells.push(prose(row, comment));
  return `${cells.join(",")}\n`;
}

function addressOf(row: number): string {
  if (row % ONE_IN === 50) return `reader.${row}.mail.example`;
  // Far enough back to lie in another chunk.
  const user = row % ONE_IN === 99 && row > 10_000 ? row - 10_000 - 1 : row;
  return `${scattered(user)}.reader${user}@mail${user % 97}.example`;
}

/** No two files of addresses are sorted: in order, the index would be filled from one end alone. */
function scattered(row: number): string {
  return (Math.imul(row + 1, 0x9e3779b1) >>> 0).toString(36);
}

function prose(row: number, length: number): string {
  const text = PROSE.repeat(Math.ceil(length / PROSE.length)).slice(0, length);
  return row % 3 === 0 ? `"${text.slice(0, length / 2)}\n${text.slice(length / 2 + 1)}"` : `"${text}"`;
}
