import { guarded } from "@/lib/csv/formula-guard";

/** Without the mark, Excel reads Cyrillic in UTF-8 as something else. */
export const CSV_MARK = "\ufeff";

/** Rows that an export reads at a time. */
export const CSV_STEP = 1000;

/** A table as CSV, written as it is read: `steps` gives some rows at a time. */
export function csvStream(
  head: readonly string[],
  steps: AsyncGenerator<readonly string[][]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(CSV_MARK + csvLine(head)));
    },
    async pull(controller) {
      const step = await steps.next();
      if (step.done === true) controller.close();
      else controller.enqueue(encoder.encode(step.value.map(csvLine).join("")));
    },
    async cancel() {
      await steps.return(undefined);
    },
  });
}

/** The answer with such a file, which nobody keeps on its way. */
export function csvResponse(file: ReadableStream<Uint8Array>, name: string): Response {
  return new Response(file, {
    headers: {
      "Cache-Control": "private, no-store",
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}.csv"`,
    },
  });
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

export function csvCell(value: string): string {
  const harmless = guarded(value);
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
