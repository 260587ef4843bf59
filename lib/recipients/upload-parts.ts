import type { Queryable } from "@/lib/db";
import type { FileSource } from "@/lib/recipients/import-file";

/** Given to the reader at once: a whole part would be forty thousand rows at a time. */
const PIECE = 65_536;

/** The parts of an upload are gone: its import was cancelled, or has failed long ago. */
export class PartsGone extends Error {
  override readonly name = "PartsGone";
}

/** The file of a job as it was uploaded, part by part out of the database; one part is in memory at a time. */
export function uploadedFile(db: Queryable, jobId: string): FileSource {
  return async function* () {
    const [upload] = await db.$queryRaw<{ id: string; parts: number }[]>`
      SELECT id, (SELECT count(*)::int FROM upload_parts WHERE upload_id = uploads.id) AS parts
      FROM uploads WHERE job_id = ${jobId}::uuid`;
    if (upload === undefined) throw new PartsGone();
    for (let number = 0; number < upload.parts; number += 1) {
      const [part] = await db.$queryRaw<{ bytes: Uint8Array }[]>`
        SELECT bytes FROM upload_parts WHERE upload_id = ${upload.id}::uuid AND number = ${number}`;
      if (part === undefined) throw new PartsGone();
      for (let from = 0; from < part.bytes.length; from += PIECE)
        yield part.bytes.subarray(from, from + PIECE);
    }
  };
}
