import { z } from "zod";
import { cacheTags } from "@/lib/cache/tags";
import { jobKind } from "@/lib/jobs/kind";
import { bulkInput, type BulkInput } from "@/lib/recipients/bulk-input";
import { BULK_STEP, changeRecipients, isUndoable, nextRecipients } from "@/lib/recipients/bulk-steps";
import { chunkAfter, forgetNewList, undoChunk } from "@/lib/recipients/bulk-undo";

export const BULK = "bulk";

const forward = z.object({
  /** The last recipient that was looked at. */
  after: z.uuid().nullable().default(null),
  /** The next chunk's number. */
  chunk: z.int().default(0),
});

const backward = z.object({ chunk: z.int().default(-1) });

type Counts = Readonly<Record<string, number>>;
const changedOf = (counts: Counts) => counts["changed"] ?? 0;

/** The same change to many recipients: into a list, out of it, suppressed, deleted, or a field's value. What deletes cannot be undone. */
export const bulkChange = jobKind({
  name: BULK,
  input: bulkInput,
  state: forward,
  tags,
  work,

  async run({ id, ownerId, input: { change, target } }, { commit, signal }) {
    let finished = false;
    while (!finished && !signal.aborted) {
      ({ finished } = await commit(async (tx, { state: { after, chunk }, done, counts }) => {
        const ids = await nextRecipients(tx, { jobId: id, ownerId, target, after });
        const changed =
          ids.length === 0 ? 0 : await changeRecipients(tx, change, { jobId: id, chunk, ownerId, ids });
        return {
          state: { after: ids.at(-1) ?? after, chunk: chunk + 1 },
          done: done + ids.length,
          counts: { changed: changedOf(counts) + changed },
          finished: ids.length < BULK_STEP,
        };
      }));
    }
  },

  undo: {
    possible: ({ change }, counts) => isUndoable(change) && changedOf(counts) > 0,
    total: changedOf,
    state: backward,
    async run({ ownerId, undoesId, input: { change } }, { commit, signal }) {
      let finished = false;
      while (!finished && !signal.aborted) {
        ({ finished } = await commit(async (tx, { state, done, counts }) => {
          const next = await chunkAfter(tx, undoesId, state.chunk);
          if (next === null) {
            await forgetNewList(tx, change, ownerId);
            return { state, done, counts, finished: true };
          }
          await undoChunk(tx, change, { ownerId, chunk: next });
          return { state: { chunk: next.number }, done: done + next.size, counts, finished: false };
        }));
      }
    },
  },
});

function tags(ownerId: string, { change }: BulkInput) {
  const moving = [cacheTags.recipients(ownerId)];
  if (change.what !== "delete") return { moving, ended: moving };
  // Mailings that had chosen them have lost them.
  const others = [cacheTags.clients(), cacheTags.mailings(ownerId), cacheTags.figures()];
  return { moving, ended: [...moving, ...others] };
}

function work({ change }: BulkInput) {
  const name = "name" in change ? change.name : "";
  return { text: `bulk_${change.what}`, name } as const;
}
