import type { Prisma } from "@prisma/client";
import { erasedAmong } from "@/lib/erasing/erased-among";
import type { Progress, Standing, Steps } from "@/lib/jobs/kind";
import { holdList } from "@/lib/recipients/bulk-steps";
import { countRows, writeRowsIn } from "@/lib/recipients/import-write";
import { countChunk, emptySummary, type ImportSummary } from "@/lib/recipients/import";
import type { ImportChunk } from "@/lib/recipients/import-chunk";
import type { ImportInput, ImportState } from "@/lib/recipients/import-input";
import type { Beginning } from "@/lib/recipients/import-reading";
import { storeBroken } from "@/lib/recipients/broken-rows";
import { reportLine } from "@/lib/recipients/report-line";
import { storableText } from "@/lib/storable-text";

/** Invalid rows that the job's page tells; its report has all. */
const MOST_TOLD = 50;

/** Where the job stands is not where this process reads: another one went on with it. */
export class OutOfPlace extends Error {
  constructor(readonly rows: number) {
    super("another process went on with this import");
  }
}

export interface ImportOf {
  id: string;
  ownerId: string;
  input: ImportInput;
}
export type ImportSteps = Steps<ImportState>;

export function unchanged({ state, done, counts }: Standing<ImportState>): Progress<ImportState> {
  return { state, done, counts, finished: false };
}

/** Counts what a chunk would change, or writes it. @throws OutOfPlace */
export async function take(
  { id, ownerId, input }: ImportOf,
  { commit }: ImportSteps,
  chunk: ImportChunk,
  beginning: Beginning,
): Promise<void> {
  const isCheck = input.stage === "check";
  const target = { ...input, ownerId };
  await commit(async (tx, { state, done, counts }) => {
    if (state.rows !== chunk.begin) throw new OutOfPlace(state.rows);
    if (input.listId !== null) await holdList(tx, input.listId, ownerId);
    chunk.leaveOutErased(await erasedAmong(tx, ownerId, chunk.emails));
    const summary = summaryOf(done, counts);
    const before = summary.invalid;
    let { chunk: number } = state;
    if (isCheck) {
      countChunk(summary, chunk, await countRows(tx, target, chunk.rows));
      if (chunk.invalid.length > 0) {
        const head = number === 0 ? beginning.head : "";
        const invalid = invalidOf(chunk, head, before);
        await storeChunk(tx, id, { number: number++, report: "", ...invalid });
      }
    } else {
      const written = await writeRowsIn(tx, target, chunk.rows, chunk.suppressions);
      countChunk(summary, chunk, written);
      const report =
        (number === 0 ? beginning.report : "") + chunk.outcomes(written).map(reportLine).join("");
      const head = number === 0 ? beginning.head : "";
      await storeChunk(tx, id, { number: number++, report, invalid: head, told: [] });
      await storeBroken(tx, id, chunk.broken);
    }
    const { names, optOuts } = beginning;
    return {
      state: { ...state, rows: chunk.end, chunk: number, names, optOuts },
      done: chunk.end,
      counts: isCheck ? checkCountsOf(summary) : countsOf(summary),
      finished: false,
    };
  });
}

interface StoredChunk {
  number: number;
  report: string;
  invalid: string;
  told: object[];
}

/** @param before invalid rows of the chunks before */
function invalidOf(chunk: ImportChunk, head: string, before: number): Pick<StoredChunk, "invalid" | "told"> {
  const told = chunk.invalid.slice(0, Math.max(0, MOST_TOLD - before));
  return {
    invalid: head + chunk.broken.map(({ text }) => `${text}\n`).join(""),
    told: told.map(({ line, reason, value }) => ({ line, reason, value: storableText(value) })),
  };
}

export async function storeChunk(
  tx: Prisma.TransactionClient,
  jobId: string,
  chunk: StoredChunk,
): Promise<void> {
  const { number, report, invalid, told } = chunk;
  await tx.$executeRaw`
    INSERT INTO import_chunks (job_id, number, report, invalid, told)
    VALUES (${jobId}::uuid, ${number}, ${storableText(report)}, ${storableText(invalid)},
      ${JSON.stringify(told)}::jsonb)`;
}

/** Of the job's counts: what became of its rows so far, or would. */
export function summaryOf(rows: number, counts: Readonly<Record<string, number>>): ImportSummary {
  const { changed: _changed, checked: _checked, ...summary } = counts;
  return { ...emptySummary(), ...summary, rows };
}

/** `changed` is what the lists of jobs tell. */
export function countsOf({ rows: _rows, ...summary }: ImportSummary): Record<string, number> {
  const { added, updated, unchanged: same, suppressed } = summary;
  return { ...summary, changed: added + updated + same + suppressed };
}

/** Rows that were checked were neither imported nor left out. */
function checkCountsOf({ rows, ...summary }: ImportSummary): Record<string, number> {
  return { ...summary, checked: rows };
}

/** The end of the check: the job waits. */
export async function ask(_job: ImportOf, { commit }: ImportSteps): Promise<void> {
  await commit(async (_tx, at) => ({ ...unchanged(at), total: at.done, asks: true }));
}

export async function finish({ id }: ImportOf, { commit }: ImportSteps): Promise<void> {
  await commit(async (tx, at) => {
    await forgetUpload(tx, id);
    return { ...unchanged(at), total: at.done, finished: true };
  });
}

export async function forgetUpload(tx: Prisma.TransactionClient, jobId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM uploads WHERE job_id = ${jobId}::uuid`;
}
