import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { database } from "@/lib/db";
import { answerJob, jobOpened, openJob } from "@/lib/jobs/commands";
import { countsSchema } from "@/lib/jobs/claim";
import type { SuppressionReason } from "@/lib/recipients/schema";
import { wholeUpload, type UploadFault } from "@/lib/recipients/whole-upload";
import {
  foundOf,
  suppressFileInput,
  suppressFileState,
  type SuppressFileInput,
  type SuppressFileState,
  type SuppressOptions,
} from "@/lib/suppressions/file-input";
import { SUPPRESS_FILE } from "@/lib/suppressions/file-job";
import type { Found } from "@/lib/suppressions/schema";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Counts what suppressing the addresses of an uploaded file would do, as a job that then asks. Asked again it names the same job. */
export function suppressUpload(
  actor: Actor,
  uploadId: string,
  options: SuppressOptions,
): Promise<CommandResult<{ jobId: string }, UploadFault | "forbidden">> {
  return withActor<{ jobId: string }, UploadFault>(actor, mayOwnMailings, async (tx) => {
    const upload = await wholeUpload(tx, actor, uploadId);
    if (!upload.ok) return refused(upload.fault);
    if (upload.jobId !== null) return done({ jobId: upload.jobId });
    const name = options.columns === null ? "" : upload.name;
    const input: SuppressFileInput = { ...options, name };
    const total = Math.max(1, upload.lines);
    const { id: jobId } = await openJob(tx, SUPPRESS_FILE, { ownerId: actor.id, input, total });
    await tx.$executeRaw`UPDATE uploads SET job_id = ${jobId}::uuid WHERE id = ${uploadId}::uuid`;
    return done({ jobId }, jobOpened);
  });
}

/** Suppresses what the job has counted. */
export function confirmSuppressing(
  actor: Actor,
  id: string,
): Promise<CommandResult<null, "not_found" | "job_not_held" | "forbidden">> {
  return answerJob(actor, id, SUPPRESS_FILE, { confirmed: true });
}

export interface SuppressingView {
  reason: SuppressionReason;
  note: string;
  found: Found;
  confirmed: boolean;
  /** The first invalid rows. */
  told: SuppressFileState["told"];
  refusal: SuppressFileState["refusal"];
}

/** What the page of one's own such job tells; null where there is none. */
export async function suppressingView(actor: Actor, id: string): Promise<SuppressingView | null> {
  if (!mayOwnMailings(actor) || !isId(id)) return null;
  const job = await database().job.findFirst({
    where: { id, ownerId: actor.id, kind: SUPPRESS_FILE, undoesId: null },
    select: { input: true, state: true, counts: true },
  });
  if (job === null) return null;
  const { reason, note } = suppressFileInput.parse(job.input);
  const { confirmed, told, refusal } = suppressFileState.parse(job.state);
  return { reason, note, confirmed, told, refusal, found: foundOf(countsSchema.parse(job.counts)) };
}
