import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Prisma } from "@prisma/client";
import { erasedAmong } from "@/lib/erasing/erased-among";
import { countsSchema } from "@/lib/jobs/claim";
import { isOpen, type JobStatus } from "@/lib/jobs/policy";
import { storeBroken } from "@/lib/recipients/broken-rows";
import { countChunk } from "@/lib/recipients/import";
import { ImportChunk, type BrokenRow } from "@/lib/recipients/import-chunk";
import { withDistinctFields } from "@/lib/recipients/import-columns";
import { importInput, importState, type ImportInput, type ImportState } from "@/lib/recipients/import-input";
import { IMPORT } from "@/lib/recipients/import-job";
import { readRow, type RowFault } from "@/lib/recipients/import-row";
import { countsOf, storeChunk, summaryOf } from "@/lib/recipients/import-steps";
import { stateOfUnknown } from "@/lib/recipients/import-unknown-states";
import { writeRowsIn } from "@/lib/recipients/import-write";
import { reportLine } from "@/lib/recipients/report-line";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Cells by their number from 0, of rows by their line. */
export type MendedCells = ReadonlyMap<number, ReadonlyMap<number, string>>;

export interface Mended {
  mended: number;
  /** Rows that are broken still, perhaps for another reason; what was typed in them is stored. */
  broken: number;
  /** Rows that were mended before, in another tab perhaps. */
  gone: number;
}

/** Imports rows that were left out of an import of one's own, as somebody has corrected them. */
export function mendRows(
  actor: Actor,
  jobId: string,
  typed: MendedCells,
): Promise<CommandResult<Mended, "not_found" | "import_goes_on" | "forbidden">> {
  return withActor<Mended, "not_found" | "import_goes_on">(actor, mayOwnMailings, async (tx) => {
    const job = isId(jobId) ? await heldImport(tx, actor, jobId) : null;
    if (job === null) return refused("not_found");
    if (isOpen(job.status)) return refused("import_goes_on");
    const rows = await tx.$queryRaw<BrokenRow[]>`
      SELECT line, reason, value, at, cells, text FROM import_broken_rows
      WHERE job_id = ${jobId}::uuid AND line = ANY(${[...typed.keys()]}::int[]) ORDER BY line`;
    const { chunk, broken } = sorted(job, rows, typed);
    await write(tx, { ...job, id: jobId, ownerId: actor.id }, chunk);
    await storeBroken(tx, jobId, broken);
    const gone = typed.size - rows.length;
    return done(
      { mended: chunk.size, broken: broken.length, gone },
      { tags: [cacheTags.recipients(actor.id), cacheTags.clients()] },
    );
  });
}

interface HeldImport {
  status: JobStatus;
  input: ImportInput;
  state: ImportState;
  done: number;
  counts: Record<string, number>;
}

async function heldImport(
  tx: Prisma.TransactionClient,
  actor: Actor,
  id: string,
): Promise<HeldImport | null> {
  const [job] = await tx.$queryRaw<
    (Record<"input" | "state" | "counts", unknown> & Omit<HeldImport, "input" | "state" | "counts">)[]
  >`
    SELECT status, input, state, done, counts FROM jobs
    WHERE id = ${id}::uuid AND owner_id = ${actor.id}::uuid AND kind = ${IMPORT} FOR UPDATE`;
  if (job === undefined) return null;
  return {
    ...job,
    input: importInput.parse(job.input),
    state: importState.parse(job.state),
    counts: countsSchema.parse(job.counts),
  };
}

/** The rows that can be taken in by now, and those that still cannot. */
function sorted({ input, state }: HeldImport, rows: readonly BrokenRow[], typed: MendedCells) {
  const uses = withDistinctFields(input.columns);
  const chunk = new ImportChunk();
  const broken: BrokenRow[] = [];
  const lines = new Map<string, number>();
  for (const row of rows) {
    const { line } = row;
    const cells = [...row.cells];
    for (const [at, text] of typed.get(line) ?? [])
      if (at < cells.length || at < uses.length) cells[at] = text;
    const filled = Array.from(cells, (cell: string | undefined) => cell ?? "");
    const read = readRow({ line, cells: filled }, uses, state.optOuts);
    const text = filled.every((cell, at) => cell === (row.cells[at] ?? ""))
      ? row.text
      : csvOf(filled, input.delimiter);
    const stays = (reason: RowFault, value: string, at: number | null) =>
      broken.push({ line, reason, value, at, cells: filled, text });
    if (!read.ok) stays(read.reason, read.value, read.at);
    else if (read.unknown !== null && input.unknownStates === undefined)
      stays("state_unknown", read.unknown.value, null);
    else {
      const { email } = read.row;
      const said = read.state ?? stateOfUnknown(read.unknown, line, input.unknownStates);
      const first = lines.get(email);
      if (said !== null) chunk.leaveOut({ line, outcome: "suppressed", email, ...said });
      else if (first === undefined) chunk.add(read.row);
      else chunk.leaveOut({ line, outcome: "duplicate", email, first });
      lines.set(email, first ?? line);
    }
  }
  return { chunk, broken };
}

async function write(
  tx: Prisma.TransactionClient,
  { id, ownerId, input, state, done: rows, counts }: HeldImport & { id: string; ownerId: string },
  chunk: ImportChunk,
): Promise<void> {
  if (chunk.size === 0) return;
  const taken = [...chunk.rows, ...chunk.leftOut].map(({ line }) => line);
  chunk.leaveOutErased(await erasedAmong(tx, ownerId, chunk.emails));
  const written = await writeRowsIn(tx, { ...input, ownerId }, chunk.rows, chunk.suppressions);
  const summary = summaryOf(rows, counts);
  countChunk(summary, chunk, written);
  summary.invalid -= chunk.size;
  await tx.$executeRaw`
    DELETE FROM import_broken_rows WHERE job_id = ${id}::uuid AND line = ANY(${taken}::int[])`;
  const report = chunk.outcomes(written).map(reportLine).join("");
  await storeChunk(tx, id, { number: state.chunk, report, invalid: "", told: [] });
  const mended = { ...countsOf(summary), mended: (counts.mended ?? 0) + chunk.size };
  await tx.$executeRaw`
    UPDATE jobs SET counts = ${JSON.stringify(mended)}::jsonb,
      state = ${JSON.stringify({ ...state, chunk: state.chunk + 1 })}::jsonb WHERE id = ${id}::uuid`;
}

function csvOf(cells: readonly string[], delimiter: string): string {
  return cells
    .map((cell) =>
      cell.includes(delimiter) || /["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(delimiter);
}
