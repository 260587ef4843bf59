import fc from "fast-check";
import { expect, it } from "vitest";
import { ImportFault } from "@/lib/recipients/import-fault";
import { matchColumns } from "@/lib/recipients/import-columns";
import { openFile } from "@/lib/recipients/import-file";
import type { CsvRecord } from "@/lib/recipients/import-records";
import { readRow } from "@/lib/recipients/import-row";

/** The same files every time; more, and others each time, with IMPORT_RUNS. */
const runs = process.env.IMPORT_RUNS;
const FUZZ = runs === undefined ? { numRuns: 1_000, seed: 1_130 } : { numRuns: Number(runs) };

const BLANK_LINE = /^[\s",;|\\]*$/;

/** Cells as people and programs write them, rightly and wrongly quoted. */
const content = fc
  .string({ unit: fc.constantFrom("a", "B", "5", " ", ",", ";", "|", "\t", '"', "'", "\\") })
  .map((text) => text.slice(0, 8));
const cell = fc.tuple(content, fc.nat(9)).map(([text, way]) => {
  const escaped = text.replaceAll('"', '""');
  if (way < 3) return text.replace(/[",;|\t]/g, "");
  if (way === 3) return `"${escaped}"`;
  if (way === 4) return ` "${escaped}" `;
  if (way === 5) return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
  if (way === 6) return `"${escaped}\n${escaped}"`;
  if (way === 7) return `"${text}`;
  if (way === 8) return `${text}"`;
  return `"${text}"`;
});
const plainCell = fc.constantFrom("", "Ann Lee", "5", "O'Neil");
const row = fc.record({
  cells: fc.oneof(fc.tuple(cell, cell), fc.tuple(plainCell, plainCell)),
  noise: fc.option(content, { freq: 6 }),
});
const file = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 10 }),
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  at: fc.nat(2),
  eol: fc.constantFrom("\n", "\r\n"),
});

interface Fuzzed {
  text: string;
  /** The line of each person, by the number of the person. */
  lines: number[];
}

function fuzzed({ rows, delimiter, at, eol }: typeof file extends fc.Arbitrary<infer T> ? T : never): Fuzzed {
  const lines: number[] = [];
  let text = ["name", "city"].toSpliced(at, 0, "email").join(delimiter) + "\n";
  for (const [number, { cells, noise }] of rows.entries()) {
    const written = cells.toSpliced(at, 0, `p${number}@fuzz.example`);
    const before = written.slice(0, at).join(delimiter);
    lines.push((text + before).split("\n").length);
    text += `${written.join(delimiter)}\n${noise === null ? "" : `${noise}\n`}`;
  }
  return { text: text.replaceAll("\n", eol), lines };
}

interface Read {
  records: { record: CsvRecord; email: string | null }[];
  refused: boolean;
}

async function read(text: string): Promise<Read> {
  const result: Read = { records: [], refused: false };
  const bytes = Buffer.from(text);
  try {
    const opened = await openFile(
      () => inPieces(bytes),
      {},
      () => undefined,
    );
    const { uses, header, above } = matchColumns(opened.sample);
    let begin = above + (header ? 1 : 0);
    for await (const records of opened.rows) {
      for (const record of records.slice(begin)) {
        const read = readRow(record, uses);
        result.records.push({ record, email: read.ok ? read.row.email : null });
      }
      begin = 0;
    }
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    result.refused = true;
  }
  return result;
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

it("every line of a file belongs to one row or is blank, and nobody is swallowed by another's row", async () => {
  await fc.assert(
    fc.asyncProperty(file, async (given) => {
      const { text, lines } = fuzzed(given);
      const physical = text.split(/\r\n|\n/);
      const { records, refused } = await read(text);
      let next = 2;
      for (const { record } of records) {
        expect(physical.slice(next - 1, record.line - 1).filter((line) => !BLANK_LINE.test(line))).toEqual(
          [],
        );
        next = record.line + record.cells.join("").split("\n").length;
      }
      if (!refused) {
        expect(physical.slice(next - 1).filter((line) => !BLANK_LINE.test(line))).toEqual([]);
      }
      for (const [number, line] of lines.entries()) {
        // The file is refused from the end of the last row on.
        if (refused && line >= next) continue;
        const own = records.findLast(({ record }) => record.line <= line);
        expect(own).toBeDefined();
        // A bar may be part of an address, and other delimiters may not.
        expect([`p${number}@fuzz.example`, undefined]).toContain(own?.email?.replace(/^\|/, ""));
      }
    }),
    FUZZ,
  );
});
