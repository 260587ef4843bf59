/** Every cell costs some 60 microseconds to parse, sanitize and write, also one that its row leaves out. */
export const MOST_CELLS = 10_000;

/** The line below a table's head, in a list or a quote too. */
const DELIMITER_ROW = /^[\s|:>*+.\d)-]*\|[\s|:>*+.\d)-]*$/;

/**
 * At least the number of cells that the tables of a Markdown text have: each row has as many as the head, so a short text
 * can have millions. Tables of one column may be left out: they have no more cells than lines. Linear. Pure.
 */
export function cellsOfTables(source: string): number {
  let cells = 0;
  let columns = 0;
  for (const line of source.split("\n")) {
    if (line.trim() === "") columns = 0;
    else if (line.includes("-") && DELIMITER_ROW.test(line))
      columns = Math.max(columns, line.split("|").length);
    cells += columns;
  }
  return cells;
}
