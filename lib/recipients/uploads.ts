import { clearLogs } from "@prisma/debug";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { jobOpened, openJob } from "@/lib/jobs/commands";
import { openTargetList } from "@/lib/lists/commands";
import { listName } from "@/lib/lists/schema";
import { recipientTags } from "@/lib/recipients/commands";
import type { ImportInput } from "@/lib/recipients/import-input";
import { IMPORT } from "@/lib/recipients/import-job";
import { rememberColumns } from "@/lib/recipients/import-mappings";
import { PART_SIZE, type UploadInput, type UploadOptions } from "@/lib/recipients/schema";
import { ownUpload, wholeUpload, type UploadFault } from "@/lib/recipients/whole-upload";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Files of one owner that are stored at once: being sent, and being imported. */
const MOST_SENT = 2;
const MOST_IMPORTED = 5;

/** Begins the upload of a file. Of those that were begun before and never imported, all but the newest are forgotten. */
export function beginUpload(
  actor: Actor,
  { name, size }: UploadInput,
): Promise<CommandResult<{ id: string }, "imports_under_way" | "forbidden">> {
  return withActor<{ id: string }, "imports_under_way">(actor, mayOwnMailings, async (tx) => {
    await tx.$executeRaw`
      DELETE FROM uploads WHERE id IN (
        SELECT id FROM uploads WHERE owner_id = ${actor.id}::uuid AND job_id IS NULL
        ORDER BY id DESC OFFSET ${MOST_SENT - 1})`;
    const [upload] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO uploads (owner_id, name, size, created_at)
      SELECT ${actor.id}::uuid, ${name}, ${size}, engine_now()
      WHERE (SELECT count(*) FROM uploads u JOIN jobs j ON j.id = u.job_id WHERE j.owner_id = ${actor.id}::uuid)
        < ${MOST_IMPORTED}
      RETURNING id`;
    return upload === undefined ? refused("imports_under_way") : done(upload);
  });
}

interface Part {
  uploadId: string;
  /** From 0. */
  number: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Stores one part; the same part again takes its place, so that a broken connection costs one part. */
export async function storePart(
  actor: Actor,
  { uploadId, number, bytes }: Part,
): Promise<CommandResult<null, "not_found" | "invalid" | "forbidden">> {
  const result = await withActor<null, "not_found" | "invalid">(actor, mayOwnMailings, async (tx) => {
    const upload = await ownUpload(tx, actor, uploadId);
    if (upload === null || upload.jobId !== null) return refused("not_found");
    if (bytes.length === 0 || bytes.length !== sizeOfPart(upload.size, number)) return refused("invalid");
    await tx.$executeRaw`
      INSERT INTO upload_parts (upload_id, number, bytes, lines)
      VALUES (${uploadId}::uuid, ${number}, ${bytes}, ${linesIn(bytes)})
      ON CONFLICT (upload_id, number) DO UPDATE SET bytes = excluded.bytes, lines = excluded.lines`;
    return done(null);
  });
  // Prisma's adapter keeps the last hundred queries for error reports, 8 MB each.
  clearLogs();
  return result;
}

/** Nought where there is no such part. */
function sizeOfPart(size: number, number: number): number {
  return Math.max(0, Math.min(PART_SIZE, size - number * PART_SIZE));
}

function linesIn(bytes: Uint8Array): number {
  let [feeds, returns] = [0, 0];
  for (const byte of bytes) {
    if (byte === 10) feeds += 1;
    else if (byte === 13) returns += 1;
  }
  return Math.max(feeds, returns);
}

/** Has a file whose parts are all there checked and then imported, as a job. Asked again it names the same job. */
export function importUpload(
  actor: Actor,
  uploadId: string,
  options: UploadOptions,
): Promise<CommandResult<{ jobId: string }, UploadFault | "invalid" | "forbidden">> {
  return withActor<{ jobId: string }, UploadFault | "invalid">(actor, mayOwnMailings, async (tx) => {
    const upload = await wholeUpload(tx, actor, uploadId);
    if (!upload.ok) return refused(upload.fault);
    if (upload.jobId !== null) return done({ jobId: upload.jobId });
    const target = await targetOf(tx, actor, options);
    if (!target.ok) return refused("invalid", { faults: target.faults });
    const { encoding, delimiter, columns, existing, listExisting, unknownStates } = options;
    const input: ImportInput = {
      ...{ name: upload.name, ...target.list, encoding, delimiter, columns },
      ...{ existing, listExisting, stage: "check" },
      ...(unknownStates !== undefined && { unknownStates }),
    };
    // The names of the columns are no row.
    const total = Math.max(1, upload.lines - 1);
    const { id: jobId } = await openJob(tx, IMPORT, { ownerId: actor.id, input, total });
    await rememberColumns(tx, actor.id, options);
    await tx.$executeRaw`UPDATE uploads SET job_id = ${jobId}::uuid WHERE id = ${uploadId}::uuid`;
    return done({ jobId }, { ...jobOpened, tags: recipientTags(actor.id) });
  });
}

type TargetOf =
  { ok: true; list: Pick<ImportInput, "listId" | "newList"> } | { ok: false; faults: Record<string, string> };

/** A new list is made once the import is confirmed. */
async function targetOf(tx: Queryable, actor: Actor, { list, newList }: UploadOptions): Promise<TargetOf> {
  if (list !== "new") {
    const opened = await openTargetList(tx, actor.id, { list, newList });
    return opened.ok ? { ok: true, list: { listId: opened.listId } } : opened;
  }
  const name = listName.safeParse(newList);
  if (name.success) return { ok: true, list: { listId: null, newList: name.data } };
  return { ok: false, faults: { newList: name.error.issues[0]?.message ?? "invalid" } };
}
