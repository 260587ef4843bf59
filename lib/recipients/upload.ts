import { applyChange } from "@/lib/cache/apply-change";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { database } from "@/lib/db";
import { openTargetList } from "@/lib/lists/commands";
import { recipientTags } from "@/lib/recipients/commands";
import { importRecipients } from "@/lib/recipients/import";
import type { RowOutcome } from "@/lib/recipients/import-chunk";
import { reportLine } from "@/lib/recipients/report-line";
import type { UploadNews, UploadOptions } from "@/lib/recipients/schema";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Bytes given to the import at once, so that its progress can be told. */
const PIECE = 65_536;
/** Rows that were left out, told by name; the report has all. */
const INVALID_TOLD = 50;

/** Opens the list that an upload goes into. The file itself is imported by `runUpload`. */
export async function openUpload(
  actor: Actor,
  options: UploadOptions,
): Promise<CommandResult<{ listId: string | null }, "invalid" | "forbidden">> {
  return withActor<{ listId: string | null }, "invalid">(actor, mayOwnMailings, async (tx) => {
    const opened = await openTargetList(tx, actor.id, options);
    return opened.ok
      ? done({ listId: opened.listId }, { tags: recipientTags(actor.id) })
      : refused("invalid", { faults: opened.faults });
  });
}

interface UploadRun {
  ownerId: string;
  listId: string | null;
  bytes: Uint8Array;
  options: UploadOptions;
  /** Ends it between two chunks; what was written stays. */
  signal: AbortSignal;
  tell: (news: UploadNews) => void;
}

/** Imports an uploaded file and tells how it goes. Cached reads are refreshed whatever becomes of it. */
export async function runUpload({ ownerId, listId, bytes, options, signal, tell }: UploadRun): Promise<void> {
  const { encoding, delimiter, columns, unknownStates } = options;
  let told = 0;
  try {
    const result = await importRecipients(database(), {
      ...{ ownerId, listId, columns, signal },
      source: () => pieces(bytes),
      ...(encoding !== undefined && { encoding }),
      ...(delimiter !== undefined && { delimiter }),
      ...(unknownStates === "suppress" && { unknownStates }),
      onProgress: ({ rows, bytes: read }) => tell({ kind: "progress", rows, bytes: read }),
      onOutcomes: (outcomes) => {
        tell({ kind: "report", lines: outcomes.map(reportLine).join("") });
        for (const { line, reason, value } of outcomes.filter(isInvalid)) {
          told += 1;
          if (told <= INVALID_TOLD) tell({ kind: "invalid", line, reason, value });
        }
      },
    });
    const fault = result.ok ? null : { code: result.code, line: result.line, detail: result.detail };
    await refresh(ownerId);
    tell({ kind: "end", summary: result.summary, listId, fault });
  } catch (error) {
    await refresh(ownerId);
    throw error;
  }
}

function isInvalid(row: RowOutcome): row is Extract<RowOutcome, { outcome: "invalid" }> {
  return row.outcome === "invalid";
}

/** By now the request has been answered, as far as Next knows. */
function refresh(ownerId: string): Promise<void> {
  return applyChange({ tags: recipientTags(ownerId), wake: false }, "outside");
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
}
