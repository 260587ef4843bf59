import type { RowOutcome } from "@/lib/recipients/import-chunk";
import type { Columns } from "@/lib/recipients/import-columns";
import type { CsvRecord } from "@/lib/recipients/import-records";

/** What of a file's beginning is not taken in: rows above the names of the columns, and columns that are ignored. */
export function ignoredIn(records: readonly CsvRecord[], { uses, header, above }: Columns): RowOutcome[] {
  const rows = records.slice(0, above).map(({ line, cells }) => ({ line, text: cells.join(" ").trim() }));
  const names = header ? records[above] : undefined;
  const columns = (names?.cells ?? []).filter(
    (name, index) => name.trim() !== "" && uses[index]?.kind === "ignored",
  );
  return [
    ...rows.map(({ line, text }): RowOutcome => ({ line, outcome: "ignored", what: "title", text })),
    ...columns.map((text): RowOutcome => ({
      line: names?.line ?? 1,
      outcome: "ignored",
      what: "column",
      text,
    })),
  ];
}
