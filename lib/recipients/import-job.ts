import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";
import { JobLost } from "@/lib/jobs/commit";
import { JobFailed, jobKind } from "@/lib/jobs/kind";
import { ImportFault } from "@/lib/recipients/import-fault";
import { importInput, importState } from "@/lib/recipients/import-input";
import { ImportReading } from "@/lib/recipients/import-reading";
import { leaveReading, takeReading } from "@/lib/recipients/import-readings";
import {
  ask,
  finish,
  forgetUpload,
  OutOfPlace,
  take,
  unchanged,
  type ImportOf,
  type ImportSteps,
} from "@/lib/recipients/import-steps";
import { PartsGone } from "@/lib/recipients/upload-parts";
import { storableText } from "@/lib/storable-text";

export const IMPORT = "import";
/** The import of an uploaded file: checked, confirmed, and then written, a chunk a step. */
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

async function openReading({ id, input }: ImportOf, { commit }: ImportSteps): Promise<ImportReading> {
  const { state } = await commit(async (_tx, at) => unchanged(at));
  if (state.refusal !== null) throw new JobFailed("import_refused");
  return new ImportReading(database(), id, input, state.rows);
}

/** Counts or writes chunk after chunk. True at the end of the file. */
async function goOn(job: ImportOf, steps: ImportSteps, reading: ImportReading): Promise<boolean> {
  while (!steps.signal.aborted) {
    const step = await reading.current();
    if (step === "end") {
      await (job.input.stage === "check" ? ask(job, steps) : finish(job, steps));
      return true;
    }
    if (step !== null) {
      reading.readAhead();
      try {
        await take(job, steps, step.chunk, step.beginning);
      } catch (error) {
        // Chunks begin at the same rows whoever reads them: what another process has taken is passed over.
        if (!(error instanceof OutOfPlace) || error.rows < step.chunk.end) throw error;
      }
    }
    reading.pass();
  }
  return false;
}

/** Stores where the file cannot be read further and ends the job. What was written stays. */
async function refuse({ id, input }: ImportOf, { commit }: ImportSteps, fault: ImportFault): Promise<never> {
  const { code, line, detail } = fault;
  await commit(async (tx, at) => {
    // Once somebody has said what these states mean, it begins.
    if (code !== "state_unknown") await forgetUpload(tx, id);
    if (input.stage === "check") await tx.$executeRaw`DELETE FROM import_chunks WHERE job_id = ${id}::uuid`;
    return {
      ...unchanged(at),
      // Of a check: nothing is written.
      ...(input.stage === "check" && { done: 0, counts: {} }),
      state: { ...at.state, refusal: { code, line, detail: storableText(detail) } },
    };
  });
  throw new JobFailed("import_refused");
}
