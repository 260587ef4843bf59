import { clearLogs } from "@prisma/debug";
import type { Queryable } from "@/lib/db";
import type { BrokenRow } from "@/lib/recipients/import-chunk";
import { storableText } from "@/lib/storable-text";

/** Rows that a page offers to be mended. */
export const BROKEN_ON_PAGE = 50;

/** Stores rows that were not taken in, or what somebody has made of them. */
export async function storeBroken(tx: Queryable, jobId: string, rows: readonly BrokenRow[]): Promise<void> {
  if (rows.length === 0) return;
  const stored = rows.map((row) => ({
    ...row,
    value: storableText(row.value),
    cells: row.cells.map(storableText),
    text: storableText(row.text),
  }));
  await tx.$executeRaw`
    INSERT INTO import_broken_rows (job_id, line, reason, value, at, cells, text)
    SELECT ${jobId}::uuid, line, reason, value, at, ARRAY(SELECT jsonb_array_elements_text(cells)), text
    FROM jsonb_to_recordset(${JSON.stringify(stored)}::jsonb)
      AS r (line int, reason text, value text, at int, cells jsonb, text text)
    ON CONFLICT (job_id, line) DO UPDATE SET
      reason = excluded.reason, value = excluded.value, at = excluded.at, cells = excluded.cells, text = excluded.text`;
  clearLogs();
}

/** Those after a line, in the order of the file; one more than a page has, where there are more. */
export function brokenAfter(db: Queryable, jobId: string, line: number): Promise<BrokenRow[]> {
  return db.$queryRaw<BrokenRow[]>`
    SELECT line, reason, value, at, cells, text FROM import_broken_rows
    WHERE job_id = ${jobId}::uuid AND line > ${line} ORDER BY line LIMIT ${BROKEN_ON_PAGE + 1}`;
}
