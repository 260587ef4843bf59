import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { JobFailed } from "@/lib/jobs/kind";
import type { BulkChange, BulkInput } from "@/lib/recipients/bulk-input";
import { reportedRecipients } from "@/lib/reports/reported-recipients";
import { chosenWhere } from "@/lib/recipients/where";

/** Recipients a step; some 150 ms of adding, half a second of deleting. */
export const BULK_STEP = 5_000;

/** Deleted recipients and values do not come back. */
export function isUndoable({ what }: BulkChange): boolean {
  return what !== "delete" && what !== "remove_field";
}

interface Where {
  jobId: string;
  ownerId: string;
  target: BulkInput["target"];
  /** The last one of the step before; null at the beginning. */
  after: string | null;
}

/** The next recipients by id. Whoever was added after the job was asked for has a later id than the job. */
export async function nextRecipients(tx: Queryable, { jobId, ownerId, target, after }: Where) {
  const found =
    "report" in target ? reportedRecipients(ownerId, target.report) : chosenWhere(ownerId, target);
  const beyond = after === null ? Prisma.empty : Prisma.sql`AND r.id > ${after}::uuid`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM recipients r WHERE ${found} ${beyond} AND r.id < ${jobId}::uuid
    ORDER BY r.id LIMIT ${BULK_STEP}`;
  return rows.map(({ id }) => id);
}

interface Chosen {
  ownerId: string;
  ids: string[];
}

/**
 * Does one change to some recipients of an owner, and notes what really changed, for an undo. They are locked in the order
 * in which imports lock them: each would wait for the other.
 *
 * @returns how many really changed: joined or left the list, were suppressed or deleted
 */
export async function changeRecipients(
  tx: Queryable,
  change: BulkChange,
  { jobId, chunk, ...chosen }: Chosen & { jobId: string; chunk: number },
): Promise<number> {
  if ("listId" in change) await holdList(tx, change.listId, chosen.ownerId);
  const noted = !isUndoable(change)
    ? Prisma.empty
    : Prisma.sql`, noted AS (
          INSERT INTO job_chunks (job_id, number, changed, instants)
          SELECT ${jobId}::uuid, ${chunk}::int, array_agg(id), coalesce(array_agg(at) FILTER (WHERE lost), '{}')
          FROM changed HAVING count(*) > 0)`;
  const [written] = await tx.$queryRaw<{ count: number }[]>`
    WITH changed AS (${statement(change, chosen)}) ${noted} SELECT count(*)::int AS count FROM changed`;
  return written?.count ?? 0;
}

/** Returns each row that changed: its id, of a recipient or of a suppression, and whether an instant `at` is lost with it. */
function statement(change: BulkChange, { ownerId, ids }: Chosen): Prisma.Sql {
  const chosen = (lock: Prisma.Sql) => Prisma.sql`
    SELECT r.id, r.email FROM recipients r WHERE r.owner_id = ${ownerId}::uuid AND r.id = ANY(${ids}::uuid[])
    ORDER BY r.email COLLATE "C" ${lock}`;
  const none = Prisma.sql`NULL::timestamptz AS at, FALSE AS lost`;
  switch (change.what) {
    case "add":
      return Prisma.sql`
        INSERT INTO list_members (list_id, recipient_id)
        SELECT ${change.listId}::uuid, held.id FROM (${chosen(Prisma.sql`FOR KEY SHARE`)}) held
        ON CONFLICT DO NOTHING RETURNING recipient_id AS id, ${none}`;
    case "remove":
      return Prisma.sql`
        DELETE FROM list_members WHERE list_id = ${change.listId}::uuid AND recipient_id = ANY(${ids}::uuid[])
        RETURNING recipient_id AS id, added_at AS at, TRUE AS lost`;
    case "suppress":
      return Prisma.sql`
        INSERT INTO suppressions (owner_id, email, reason, note, set_by_id, created_at)
        SELECT ${ownerId}::uuid, held.email, 'manual', ${change.note}, ${ownerId}::uuid, (SELECT engine_now())
        FROM (${chosen(Prisma.sql`FOR KEY SHARE`)}) held
        ON CONFLICT (owner_id, email) WHERE lifted_at IS NULL DO NOTHING RETURNING id, ${none}`;
    case "delete":
      return Prisma.sql`
        DELETE FROM recipients WHERE id IN (SELECT held.id FROM (${chosen(Prisma.sql`FOR UPDATE`)}) held)
        RETURNING id, ${none}`;
    case "remove_field":
      return Prisma.sql`
        UPDATE recipients r SET fields = r.fields - ${change.name}, updated_at = now()
        FROM (${chosen(Prisma.sql`FOR NO KEY UPDATE`)}) held WHERE r.id = held.id AND r.fields ? ${change.name}
        RETURNING r.id, ${none}`;
  }
}

/** @throws JobFailed where the list is gone or somebody else's by now */
export async function holdList(tx: Queryable, listId: string, ownerId: string): Promise<void> {
  const own = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM lists WHERE id = ${listId}::uuid AND owner_id = ${ownerId}::uuid FOR KEY SHARE`;
  if (own.length === 0) throw new JobFailed("list_gone");
}
