import { emptySummary, type ImportProgress, type ImportSummary } from "@/lib/recipients/import";

/** Rows between two lines where nobody watches the same line change. */
const ROWS_BETWEEN_LINES = 10_000;

/** Counts along with an import, on stderr, and says in words what it came to, however it ends. */
export class ImportTally {
  readonly #begun = performance.now();
  #summary: ImportSummary = emptySummary();
  #shown = 0;

  show(progress: ImportProgress): void {
    const before = this.#summary.rows;
    this.#summary = progress;
    const steps = (rows: number) => Math.floor(rows / ROWS_BETWEEN_LINES);
    if (process.stderr.isTTY || steps(before) < steps(progress.rows)) this.#write();
  }

  /** Shows the last rows, if they have not been, and leaves the line. */
  end(): void {
    if (this.#shown < this.#summary.rows) this.#write();
    if (process.stderr.isTTY && this.#shown > 0) process.stderr.write("\n");
  }

  get summary(): ImportSummary {
    return this.#summary;
  }

  /** One sentence with every figure. */
  get figures(): string {
    const { rows, added, updated, unchanged, suppressed, duplicate, invalid, erased } = this.#summary;
    const parts = Object.entries({ added, updated, unchanged, suppressed, duplicate, invalid, erased })
      .filter(([name, count]) => name !== "erased" || count > 0)
      .map(([name, count]) => `${inWords(count)} ${name}`);
    return `${inWords(rows)} rows: ${parts.join(", ")}.`;
  }

  /** One sentence: seconds since the beginning, and rows a second. */
  get pace(): string {
    const seconds = (performance.now() - this.#begun) / 1_000;
    return `In ${seconds.toFixed(1)} s, ${inWords(Math.round(this.#summary.rows / seconds))} rows a second.`;
  }

  #write(): void {
    this.#shown = this.#summary.rows;
    const line = `${inWords(this.#shown)} rows`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}` : `${line}\n`);
  }
}

function inWords(count: number): string {
  return count.toLocaleString("en");
}
