import { isId } from "@/lib/commands/id";
import type { Queryable } from "@/lib/db";
import type { Actor } from "@/lib/users/policy";

export type UploadFault = "not_found" | "upload_incomplete";

export interface OwnUpload {
  name: string;
  size: number;
  /** The job that reads it; null where there is none yet. */
  jobId: string | null;
}

export async function ownUpload(tx: Queryable, actor: Actor, id: string): Promise<OwnUpload | null> {
  if (!isId(id)) return null;
  const [upload] = await tx.$queryRaw<OwnUpload[]>`
    SELECT name, size, job_id AS "jobId" FROM uploads
    WHERE id = ${id}::uuid AND owner_id = ${actor.id}::uuid FOR UPDATE`;
  return upload ?? null;
}

type WholeUpload =
  { ok: true; name: string; jobId: string | null; lines: number } | { ok: false; fault: UploadFault };

/** One's own upload of which every part is there. */
export async function wholeUpload(tx: Queryable, actor: Actor, id: string): Promise<WholeUpload> {
  const upload = await ownUpload(tx, actor, id);
  if (upload === null) return { ok: false, fault: "not_found" };
  const { name, size, jobId } = upload;
  if (jobId !== null) return { ok: true, name, jobId, lines: 0 };
  const [stored] = await tx.$queryRaw<{ bytes: number; lines: number }[]>`
    SELECT coalesce(sum(length(bytes)), 0)::int AS bytes, coalesce(sum(lines), 0)::int AS lines
    FROM upload_parts WHERE upload_id = ${id}::uuid`;
  if (stored?.bytes !== size) return { ok: false, fault: "upload_incomplete" };
  return { ok: true, name, jobId, lines: stored.lines };
}
