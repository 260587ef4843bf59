import { z } from "zod";
import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { CSV_MARK } from "@/lib/csv/write";
import { database } from "@/lib/db";
import { countsSchema } from "@/lib/jobs/claim";
import { jobOpened } from "@/lib/jobs/commands";
import { BROKEN_ON_PAGE, brokenAfter } from "@/lib/recipients/broken-rows";
import type { BrokenRow } from "@/lib/recipients/import-chunk";
import { withDistinctFields, type ColumnUse } from "@/lib/recipients/import-columns";
import type { ImportSummary } from "@/lib/recipients/import";
import { importInput, importState, type ImportState } from "@/lib/recipients/import-input";
import { IMPORT } from "@/lib/recipients/import-job";
import { summaryOf } from "@/lib/recipients/import-steps";
import { REPORT_BEGINNING } from "@/lib/recipients/report-line";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

export interface ImportView {
  /** What became of its rows; of a check, what would. */
  summary: ImportSummary;
  /** Nothing is written yet. */
  isCheck: boolean;
  refusal: ImportState["refusal"];
  /** The list that the recipients joined, where it is still there. */
  listId: string | null;
  /** Of that one, or of a new one that they are to join. */
  listName: string | null;
  /** Whether those join it who are there already. */
  listExisting: boolean;
  /** The first invalid rows. */
  invalid: InvalidTold[];
  /** Rows that may be mended. */
  mending: Mending;
}

export interface Mending {
  /** What the columns are, and their names in the file. */
  uses: ColumnUse[];
  names: string[];
  rows: BrokenRow[];
  /** The line after which those of the next page stand; null where there are none. */
  next: number | null;
  /** Rows that were mended so far. */
  mended: number;
}

const told = z.array(z.object({ line: z.int(), reason: z.string(), value: z.string() }));
type InvalidTold = z.output<typeof told>[number];

/**
 * What became of an import of one's own; null where there is none.
 * @param after the line after which broken rows are shown
 */
export async function importView(actor: Actor, id: string, after = 0): Promise<ImportView | null> {
  const job = await ownImport(actor, id);
  if (job === null) return null;
  const { listId, newList, stage, listExisting, columns } = importInput.parse(job.input);
  const counts = countsSchema.parse(job.counts);
  const state = importState.parse(job.state);
  const [chunks, list, broken] = await Promise.all([
    database().$queryRaw<{ told: unknown }[]>`
      SELECT told FROM import_chunks WHERE job_id = ${id}::uuid AND told <> '[]'::jsonb ORDER BY number`,
    listId === null
      ? null
      : database().recipientList.findFirst({
          where: { id: listId, ownerId: actor.id },
          select: { name: true },
        }),
    brokenAfter(database(), id, after),
  ]);
  const rows = broken.slice(0, BROKEN_ON_PAGE);
  return {
    summary: summaryOf(job.done, counts),
    isCheck: stage === "check",
    listExisting,
    refusal: state.refusal,
    listId: list === null ? null : listId,
    listName: list?.name ?? newList ?? null,
    invalid: [
      ...chunks.flatMap((chunk) => told.parse(chunk.told)),
      ...rows.map(({ line, reason, value }) => ({ line, reason, value })),
    ],
    mending: {
      uses: withDistinctFields(columns),
      ...{ names: state.names, rows, mended: counts.mended ?? 0 },
      next: broken.length > rows.length ? (rows.at(-1)?.line ?? null) : null,
    },
  };
}

async function ownImport(actor: Actor, id: string) {
  if (!mayOwnMailings(actor) || !isId(id)) return null;
  return database().job.findFirst({
    where: { id, ownerId: actor.id, kind: IMPORT },
    select: { input: true, state: true, done: true, counts: true },
  });
}

/** Of an import, as a file. */
export type ImportFile = "report" | "invalid";
const BEGINNINGS: Record<ImportFile, string> = { report: REPORT_BEGINNING, invalid: CSV_MARK };

/**
 * What became of every row, or the invalid rows as they stand in the file; of one that goes on, so far. Null where there is
 * no such import of one's own.
 */
export async function importFile(
  actor: Actor,
  id: string,
  file: ImportFile,
): Promise<ReadableStream<Uint8Array> | null> {
  if ((await ownImport(actor, id)) === null) return null;
  const encoder = new TextEncoder();
  let next = 0;
  /** The last line of the broken rows that were given, after the chunks. */
  let line: number | null = null;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(BEGINNINGS[file]));
    },
    async pull(controller) {
      if (line === null) {
        const chunks = await chunksFrom(id, file, next);
        next += chunks.length;
        if (chunks.length > 0) {
          controller.enqueue(encoder.encode(chunks.join("")));
          return;
        }
      }
      const rows: BrokenRow[] = file === "report" ? [] : await brokenAfter(database(), id, line ?? 0);
      line = rows.at(-1)?.line ?? line;
      if (rows.length === 0) controller.close();
      else controller.enqueue(encoder.encode(rows.map(({ text }) => `${text}\n`).join("")));
    },
  });
}

/** Chunks of a report that are read at a time: some 500 kB. */
const AT_ONCE = 10;

async function chunksFrom(jobId: string, file: ImportFile, from: number): Promise<string[]> {
  const chunks = await database().importChunk.findMany({
    where: { jobId, number: { gte: from, lt: from + AT_ONCE } },
    orderBy: { number: "asc" },
    select: { report: file === "report", invalid: file === "invalid" },
  });
  return chunks.map(({ report, invalid }) => report ?? invalid ?? "");
}

/** What becomes of people of whom the file says what is not understood. */
export type StatesAnswer = "suppress" | "ignore";

/** Goes on with an import that has stopped to ask what becomes of them. */
export function answerStates(
  actor: Actor,
  id: string,
  answer: StatesAnswer,
): Promise<CommandResult<null, "not_found" | "job_not_held" | "forbidden">> {
  return withActor<null, "not_found" | "job_not_held">(actor, mayOwnMailings, async (tx) => {
    if ((await ownImport(actor, id)) === null) return refused("not_found");
    const [job] = await tx.$queryRaw<{ input: unknown; state: unknown }[]>`
      SELECT input, state FROM jobs
      WHERE id = ${id}::uuid AND owner_id = ${actor.id}::uuid AND status = 'failed' FOR UPDATE`;
    if (job === undefined) return refused("job_not_held");
    const state = importState.parse(job.state);
    if (state.refusal?.code !== "state_unknown") return refused("job_not_held");
    const input = answered(importInput.parse(job.input), answer);
    await tx.$executeRaw`
      UPDATE jobs SET input = ${JSON.stringify(input)}::jsonb,
        state = ${JSON.stringify({ ...state, refusal: null })}::jsonb, status = 'queued', fault = NULL, faults = 0,
        finished_at = NULL, available_at = engine_now()
      WHERE id = ${id}::uuid`;
    return done(null, jobOpened);
  });
}

/** Where the states are to be ignored, their columns are merge fields. */
function answered(input: z.output<typeof importInput>, answer: StatesAnswer): z.output<typeof importInput> {
  if (answer === "suppress") return { ...input, unknownStates: "suppress" };
  const columns = input.columns.map((use) =>
    use.kind === "state" ? { kind: "field" as const, name: use.name } : use,
  );
  return { ...input, columns };
}
