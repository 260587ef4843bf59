import type { Prisma } from "@prisma/client";
import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";
import { erasedAmong } from "@/lib/erasing/erased-among";
import { JobLost } from "@/lib/jobs/commit";
import { JobFailed, jobKind, type Progress, type Standing, type Steps } from "@/lib/jobs/kind";
import { holdList } from "@/lib/recipients/bulk-steps";
import { countChunk, emptySummary, type ImportSummary } from "@/lib/recipients/import";
import type { ImportChunk } from "@/lib/recipients/import-chunk";
import { ImportFault } from "@/lib/recipients/import-fault";
import { importInput, importState, type ImportInput, type ImportState } from "@/lib/recipients/import-input";
import { ImportReading, type Beginning } from "@/lib/recipients/import-reading";
import { leaveReading, takeReading } from "@/lib/recipients/import-readings";
import { analyzeAfter, writeRowsIn } from "@/lib/recipients/import-write";
import { reportLine } from "@/lib/recipients/report-line";
import { PartsGone } from "@/lib/recipients/upload-parts";
import { storableText } from "@/lib/storable-text";

export const IMPORT = "import";
/** Invalid rows that the job's page tells; its report has all. */
const MOST_TOLD = 50;

/** Where the job stands is not where this process reads: another one went on with it. */
class OutOfPlace extends Error {
  constructor(readonly rows: number) {
    super("another process went on with this import");
  }
}

/** The import of an uploaded file, a chunk a step. */
export const importJob = jobKind({
  name: IMPORT,
  input: importInput,
  state: importState,
  tags: (ownerId) => ({
    moving: [cacheTags.recipients(ownerId)],
    ended: [cacheTags.recipients(ownerId), cacheTags.clients()],
  }),
  work: ({ name }) => ({ text: "import", name }),

  async run({ id, ownerId, input }, steps) {
    const job = { id, ownerId, input };
    let reading = takeReading(id, input) ?? (await openReading(job, steps));
    let isOver = false;
    try {
      while (!isOver && !steps.signal.aborted) {
        try {
          isOver = await goOn(job, steps, reading);
        } catch (error) {
          if (!(error instanceof OutOfPlace)) throw error;
          reading.close();
          reading = await openReading(job, steps);
        }
      }
    } catch (error) {
      // Of a job that was paused it is still good, and of one that was cancelled soon forgotten.
      isOver = !(error instanceof JobLost);
      if (error instanceof PartsGone) throw new JobFailed("upload_gone");
      if (error instanceof ImportFault) await refuse(job, steps, error);
      throw error;
    } finally {
      if (isOver) reading.close();
      else leaveReading(id, input, reading);
    }
  },
});

interface Job {
  id: string;
  ownerId: string;
  input: ImportInput;
}
type ImportSteps = Steps<ImportState>;

async function openReading({ id, input }: Job, { commit }: ImportSteps): Promise<ImportReading> {
  const { state } = await commit(async (_tx, at) => unchanged(at));
  if (state.refusal !== null) throw new JobFailed("import_refused");
  return new ImportReading(database(), id, input, state.rows);
}

function unchanged({ state, done, counts }: Standing<ImportState>): Progress<ImportState> {
  return { state, done, counts, finished: false };
}

/** Writes chunk after chunk. True at the end of the file. */
async function goOn(job: Job, steps: ImportSteps, reading: ImportReading): Promise<boolean> {
  while (!steps.signal.aborted) {
    const step = await reading.current();
    if (step === "end") {
      await finish(job, steps);
      return true;
    }
    if (step !== null) {
      reading.readAhead();
      try {
        await write(job, steps, step.chunk, step.beginning);
      } catch (error) {
        // Chunks begin at the same rows whoever reads them: what another process has written is passed over.
        if (!(error instanceof OutOfPlace) || error.rows < step.chunk.end) throw error;
      }
    }
    reading.pass();
  }
  return false;
}

async function write(
  { id, ownerId, input: { listId } }: Job,
  { commit }: ImportSteps,
  chunk: ImportChunk,
  beginning: Beginning,
): Promise<void> {
  await commit(async (tx, { state, done, counts }) => {
    if (state.rows !== chunk.begin) throw new OutOfPlace(state.rows);
    if (listId !== null) await holdList(tx, listId, ownerId);
    chunk.leaveOutErased(await erasedAmong(tx, ownerId, chunk.emails));
    const written = await writeRowsIn(tx, { ownerId, listId }, chunk.rows, chunk.suppressions);
    const summary = summaryOf(done, counts);
    const told = chunk.invalid.slice(0, Math.max(0, MOST_TOLD - summary.invalid));
    const isFirst = chunk.begin === 0;
    await store(tx, id, {
      number: state.chunk,
      report: (isFirst ? beginning.report : "") + chunk.outcomes(written).map(reportLine).join(""),
      invalid: (isFirst ? beginning.head : "") + chunk.invalidTexts.map((text) => `${text}\n`).join(""),
      told: told.map(({ line, reason, value }) => ({ line, reason, value: storableText(value) })),
    });
    countChunk(summary, chunk, written);
    return {
      state: { ...state, rows: chunk.end, chunk: state.chunk + 1 },
      done: chunk.end,
      counts: countsOf(summary),
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

async function store(tx: Prisma.TransactionClient, jobId: string, chunk: StoredChunk): Promise<void> {
  const { number, report, invalid, told } = chunk;
  await tx.$executeRaw`
    INSERT INTO import_chunks (job_id, number, report, invalid, told)
    VALUES (${jobId}::uuid, ${number}, ${storableText(report)}, ${storableText(invalid)},
      ${JSON.stringify(told)}::jsonb)`;
}

/** Of the job's counts: what became of its rows so far. */
export function summaryOf(rows: number, counts: Readonly<Record<string, number>>): ImportSummary {
  return { ...emptySummary(), ...counts, rows };
}

/** `changed` is what the lists of jobs tell. */
function countsOf({ rows: _rows, ...summary }: ImportSummary): Record<string, number> {
  const { added, updated, unchanged: same, suppressed } = summary;
  return { ...summary, changed: added + updated + same + suppressed };
}

async function finish({ id }: Job, { commit }: ImportSteps): Promise<void> {
  await commit(async (tx, at) => {
    await forgetUpload(tx, id);
    await analyzeAfter(tx, summaryOf(at.done, at.counts));
    return { ...unchanged(at), total: at.done, finished: true };
  });
}

/** Stores where the file cannot be read further and ends the job. What was written stays. */
async function refuse({ id }: Job, { commit }: ImportSteps, fault: ImportFault): Promise<never> {
  const { code, line, detail } = fault;
  await commit(async (tx, at) => {
    // Once somebody has said what these states mean, it begins.
    if (code !== "state_unknown") await forgetUpload(tx, id);
    return {
      ...unchanged(at),
      state: { ...at.state, refusal: { code, line, detail: storableText(detail) } },
    };
  });
  throw new JobFailed("import_refused");
}

async function forgetUpload(tx: Prisma.TransactionClient, jobId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM uploads WHERE job_id = ${jobId}::uuid`;
}
