import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { catalogue } from "@/lib/i18n/catalogues";
import type { BulkChange } from "@/lib/recipients/bulk-input";
import { holdList } from "@/lib/recipients/bulk-steps";

/** What one step of a job changed: see JobChunk of the schema. */
export interface Chunk {
  jobId: string;
  number: number;
  size: number;
}

/** The next chunk of a job after this number; null where there is none. */
export async function chunkAfter(tx: Queryable, jobId: string | null, number: number): Promise<Chunk | null> {
  const [chunk] = await tx.$queryRaw<Chunk[]>`
    SELECT job_id AS "jobId", number, cardinality(changed) AS size FROM job_chunks
    WHERE job_id = ${jobId}::uuid AND number > ${number} ORDER BY number LIMIT 1`;
  return chunk ?? null;
}

/** Takes back what one step changed, where nobody has changed it since. */
export async function undoChunk(
  tx: Queryable,
  change: BulkChange,
  { ownerId, chunk }: { ownerId: string; chunk: Chunk },
): Promise<void> {
  const noted = Prisma.sql`(SELECT * FROM job_chunks c WHERE c.job_id = ${chunk.jobId}::uuid AND c.number = ${chunk.number}::int)`;
  switch (change.what) {
    case "add":
      // Whoever left and came back since is in the list for another reason, from another instant on.
      await tx.$executeRaw`
        DELETE FROM list_members m USING lists l, ${noted} c
        WHERE l.id = ${change.listId}::uuid AND l.owner_id = ${ownerId}::uuid AND m.list_id = l.id
          AND m.recipient_id = ANY(c.changed) AND m.added_at = c.created_at`;
      return;
    case "remove":
      await holdList(tx, change.listId, ownerId);
      await tx.$executeRaw`
        INSERT INTO list_members (list_id, recipient_id, added_at)
        SELECT ${change.listId}::uuid, held.id, held.at FROM (
          SELECT r.id, left_.at FROM ${noted} c, unnest(c.changed, c.instants) left_ (id, at)
          JOIN recipients r ON r.id = left_.id AND r.owner_id = ${ownerId}::uuid
          ORDER BY r.email COLLATE "C" FOR KEY SHARE OF r) held
        ON CONFLICT DO NOTHING`;
      return;
    case "suppress":
      // Lifted, not deleted: why mailings skipped these addresses meanwhile stays on record. What the person said since
      // (unsubscribed, complained) has taken the place of a suppression by hand, and stays.
      await tx.$executeRaw`
        UPDATE suppressions SET lifted_at = engine_now(), lifted_by_id = ${ownerId}::uuid,
          lift_reason = ${await undoReason(tx, ownerId)}
        WHERE owner_id = ${ownerId}::uuid AND id IN (SELECT unnest(c.changed) FROM ${noted} c) AND lifted_at IS NULL AND reason = 'manual'`;
      return;
    case "delete":
    case "remove_field":
      throw new Error("what was deleted does not come back");
  }
}

/** A list that was made for the change goes with it, unless something else has come to use it. */
export async function forgetNewList(tx: Queryable, change: BulkChange, ownerId: string): Promise<void> {
  if (change.what !== "add" || !change.isNew) return;
  await tx.$executeRaw`
    DELETE FROM lists l WHERE l.id = ${change.listId}::uuid AND l.owner_id = ${ownerId}::uuid
      AND NOT EXISTS (SELECT 1 FROM list_members m WHERE m.list_id = l.id)
      AND NOT EXISTS (SELECT 1 FROM mailing_lists ml WHERE ml.list_id = l.id)
      AND NOT EXISTS (SELECT 1 FROM mailing_excluded_lists x WHERE x.list_id = l.id)`;
}

/** Stands where a person would have written why: in the owner's language. */
export async function undoReason(tx: Queryable, ownerId: string): Promise<string> {
  const [owner] = await tx.$queryRaw<{ language: string }[]>`
    SELECT language FROM users WHERE id = ${ownerId}::uuid`;
  return catalogue(owner?.language).messages.jobs.undoReason;
}
