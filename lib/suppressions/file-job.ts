import { z } from "zod";
import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";
import { erasedAmong } from "@/lib/erasing/erased-among";
import { JobLost } from "@/lib/jobs/commit";
import { JobFailed, jobKind, type Progress, type Standing, type Steps } from "@/lib/jobs/kind";
import { chunkAfter } from "@/lib/recipients/bulk-undo";
import type { ImportChunk } from "@/lib/recipients/import-chunk";
import { ImportFault } from "@/lib/recipients/import-fault";
import { ImportReading } from "@/lib/recipients/import-reading";
import { leaveReading, takeReading } from "@/lib/recipients/import-readings";
import { PartsGone } from "@/lib/recipients/upload-parts";
import { storableText } from "@/lib/storable-text";
import {
  foundOf,
  suppressFileInput,
  suppressFileState,
  type SuppressFileInput,
  type SuppressFileState,
} from "@/lib/suppressions/file-input";
import { liftChunk, lookAt, suppressChunk } from "@/lib/suppressions/file-steps";

export const SUPPRESS_FILE = "suppress_file";
/** Invalid rows that the job's page tells. */
const MOST_TOLD = 20;

/** Where the job stands is not where this process reads: another one went on with it. */
class OutOfPlace extends Error {}

type Counts = Readonly<Record<string, number>>;
const addedBy = (counts: Counts) => counts["changed"] ?? 0;

/** Suppresses the addresses of an uploaded file: counts what that would do, asks, and does it. */
export const suppressFile = jobKind({
  name: SUPPRESS_FILE,
  input: suppressFileInput,
  state: suppressFileState,
  tags: (ownerId) => ({ moving: [cacheTags.recipients(ownerId)], ended: [cacheTags.recipients(ownerId)] }),
  work: ({ name }) => ({ text: name === "" ? "suppress_pasted" : "suppress_file", name }),

  async run({ id, ownerId, input }, steps) {
    const job = { id, ownerId, input };
    let isOver = false;
    while (!isOver && !steps.signal.aborted) {
      try {
        isOver = await read(job, steps);
      } catch (error) {
        if (error instanceof PartsGone) throw new JobFailed("upload_gone");
        if (error instanceof ImportFault) await refuse(job, steps, error);
        if (!(error instanceof OutOfPlace)) throw error;
      }
    }
  },

  undo: {
    possible: (_input, counts) => addedBy(counts) > 0,
    total: addedBy,
    state: z.object({ chunk: z.int().default(-1) }),
    async run({ ownerId, undoesId, input: { reason } }, { commit, signal }) {
      let finished = false;
      while (!finished && !signal.aborted) {
        ({ finished } = await commit(async (tx, { state, done, counts }) => {
          const next = await chunkAfter(tx, undoesId, state.chunk);
          if (next === null) return { state, done, counts, finished: true };
          await liftChunk(tx, { ...next, ownerId, reason });
          return { state: { chunk: next.number }, done: done + next.size, counts, finished: false };
        }));
      }
    },
  },
});

interface Job {
  id: string;
  ownerId: string;
  input: SuppressFileInput;
}
type FileSteps = Steps<SuppressFileState>;

/** Reads on from where the job stands. True where it has stopped: at the question or at the end. */
async function read(job: Job, steps: FileSteps): Promise<boolean> {
  const { id, input } = job;
  const { state } = await steps.commit(async (_tx, at) => unchanged(at));
  if (state.refusal !== null) throw new JobFailed("import_refused");
  const key = { ...input, confirmed: state.confirmed };
  const reading = takeReading(id, key) ?? new ImportReading(database(), id, input, state.rows);
  let isGood = false;
  try {
    const isOver = await readFrom(job, steps, reading);
    isGood = !isOver;
    return isOver;
  } catch (error) {
    // Of a job that was paused it is still good.
    isGood = error instanceof JobLost;
    throw error;
  } finally {
    if (isGood) leaveReading(id, key, reading);
    else reading.close();
  }
}

async function readFrom(job: Job, steps: FileSteps, reading: ImportReading): Promise<boolean> {
  while (!steps.signal.aborted) {
    const step = await reading.current();
    if (step === "end") {
      await end(job, steps);
      return true;
    }
    if (step !== null) {
      reading.readAhead();
      await takeChunk(job, steps, step.chunk);
    }
    reading.pass();
  }
  return false;
}

function unchanged({ state, done, counts }: Standing<SuppressFileState>): Progress<SuppressFileState> {
  return { state, done, counts, finished: false };
}

async function takeChunk(job: Job, { commit }: FileSteps, chunk: ImportChunk): Promise<void> {
  await commit(async (tx, at) => {
    const { state, counts } = at;
    // Chunks begin at the same rows whoever reads them: what another process has done is passed over.
    if (state.rows >= chunk.end) return unchanged(at);
    if (state.rows !== chunk.begin) throw new OutOfPlace();
    const { id: jobId, ownerId, input } = job;
    const said = [...new Set(chunk.emails)];
    const erased = await erasedAmong(tx, ownerId, said);
    const emails = said.filter((email) => !erased.has(email));
    const next = { ...state, rows: chunk.end, chunk: state.chunk + 1 };
    if (state.confirmed) {
      const { reason, note } = input;
      const added = await suppressChunk(tx, { jobId, number: state.chunk, ownerId, emails, reason, note });
      const changed = addedBy(counts) + added;
      return { state: next, done: chunk.end, counts: { ...counts, changed }, finished: false };
    }
    const found = foundOf(counts);
    const seen = await lookAt(tx, ownerId, emails, input.reason);
    return {
      state: { ...next, told: [...state.told, ...toldOf(chunk, MOST_TOLD - state.told.length)] },
      done: chunk.end,
      counts: {
        new: found.new + seen.new,
        stronger: found.stronger + seen.stronger,
        already: found.already + seen.already,
        invalid: found.invalid + chunk.invalid.length,
        duplicate: found.duplicate + chunk.count("duplicate") + chunk.emails.length - said.length,
        erased: found.erased + erased.size,
      },
      finished: false,
    };
  });
}

function toldOf(chunk: ImportChunk, most: number): SuppressFileState["told"] {
  return chunk.invalid
    .slice(0, Math.max(0, most))
    .map(({ line, reason, value }) => ({ line, reason, value: storableText(value) }));
}

/** Counted, it asks, unless there is nothing to do; written, it is done. */
async function end({ id }: Job, { commit }: FileSteps): Promise<void> {
  await commit(async (tx, at) => {
    const { new: added, stronger } = foundOf(at.counts);
    if (!at.state.confirmed && added + stronger > 0)
      return {
        ...unchanged(at),
        state: { ...at.state, rows: 0, chunk: 0 },
        ...{ total: at.done, asks: true },
      };
    await forgetUpload(tx, id);
    return { ...unchanged(at), total: at.done, finished: true };
  });
}

/** Stores where the file cannot be read further and ends the job; nothing has been written by then. */
async function refuse({ id }: Job, { commit }: FileSteps, { code, line }: ImportFault): Promise<never> {
  await commit(async (tx, at) => {
    await forgetUpload(tx, id);
    return { ...unchanged(at), state: { ...at.state, refusal: { code, line } } };
  });
  throw new JobFailed("import_refused");
}

async function forgetUpload(tx: Parameters<typeof lookAt>[0], jobId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM uploads WHERE job_id = ${jobId}::uuid`;
}
