/** What a spreadsheet would run, however many guards stand before it already. */
const FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

/** A cell of a CSV as a spreadsheet shows it and does not run it: with an apostrophe before it. */
export function guarded(value: string): string {
  return FORMULA.test(value) ? `'${value}` : value;
}

/** The value of such a cell: a telephone number that was exported is the same when it is imported. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && GUARDED.test(cell) ? cell.slice(1) : cell;
}
