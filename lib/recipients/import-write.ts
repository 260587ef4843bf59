import type { Database, Queryable } from "@/lib/db";
import type { ImportRow } from "@/lib/recipients/import-row";

/** Rows that go to the database together. */
export interface ImportChunk {
  rows: ImportRow[];
  /** Rows whose address the file seems to have had before. */
  repeated: ImportRow[];
}

export interface WrittenChunk {
  added: number;
  updated: number;
  unchanged: number;
  duplicates: ImportRow[];
}

export interface ImportTarget {
  ownerId: string;
  listId: string | null;
}

/** Milliseconds; a chunk takes tens, but may wait for another import of the same owner. */
const CHUNK_TIMEOUT = 120_000;

/**
 * Writes a chunk in one transaction. What is there already and says the same is left untouched, and a blank
 * cell takes nothing away, so writing a chunk again changes nothing.
 */
export async function writeChunk(
  db: Database,
  target: ImportTarget,
  chunk: ImportChunk,
): Promise<WrittenChunk> {
  return db.$transaction(
    async (tx) => {
      // Two imports of one owner would lock the same recipients in different orders.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`recipients ${target.ownerId}`}, 0))`;
      const { added, updated } = await upsert(tx, target.ownerId, chunk.rows);
      const missed = await insertMissed(tx, target.ownerId, chunk.repeated);
      if (target.listId !== null) await addMembers(tx, target, target.listId, chunk);
      const duplicates = chunk.repeated.filter((row) => !missed.delete(row.email));
      return {
        added: added + chunk.repeated.length - duplicates.length,
        updated,
        unchanged: chunk.rows.length - added - updated,
        duplicates,
      };
    },
    { timeout: CHUNK_TIMEOUT, maxWait: CHUNK_TIMEOUT },
  );
}

async function upsert(
  tx: Queryable,
  ownerId: string,
  rows: ImportChunk["rows"],
): Promise<{ added: number; updated: number }> {
  const [written] = await tx.$queryRaw<{ added: number; updated: number }[]>`
    WITH written AS (
      INSERT INTO recipients AS r (owner_id, email, name, comment, fields)
      SELECT ${ownerId}::uuid, email, name, comment, fields::jsonb
      FROM unnest(${rows.map((row) => row.email)}::text[], ${rows.map((row) => row.name)}::text[],
        ${rows.map((row) => row.comment)}::text[], ${rows.map((row) => row.fields)}::text[]) said (email, name, comment, fields)
      ON CONFLICT (owner_id, email) DO UPDATE SET
        name = coalesce(nullif(excluded.name, ''), r.name), comment = coalesce(nullif(excluded.comment, ''), r.comment),
        fields = r.fields || excluded.fields, updated_at = now()
      WHERE excluded.name NOT IN ('', r.name) OR excluded.comment NOT IN ('', r.comment) OR NOT r.fields @> excluded.fields
      RETURNING xmax = 0 AS added
    )
    SELECT (count(*) FILTER (WHERE added))::int AS added, (count(*) FILTER (WHERE NOT added))::int AS updated FROM written`;
  return written ?? { added: 0, updated: 0 };
}

/** Repeated addresses are there by now, but for one whose hash alone was seen before. */
async function insertMissed(
  tx: Queryable,
  ownerId: string,
  rows: ImportChunk["repeated"],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await tx.$queryRaw<{ email: string }[]>`
    INSERT INTO recipients (owner_id, email, name, comment, fields)
    SELECT ${ownerId}::uuid, email, name, comment, fields::jsonb
    FROM unnest(${rows.map((row) => row.email)}::text[], ${rows.map((row) => row.name)}::text[],
      ${rows.map((row) => row.comment)}::text[], ${rows.map((row) => row.fields)}::text[]) said (email, name, comment, fields)
    ON CONFLICT (owner_id, email) DO NOTHING RETURNING email`;
  return new Set(inserted.map((row) => row.email));
}

/** A statement of its own, so that it sees recipients that somebody else added meanwhile. */
async function addMembers(
  tx: Queryable,
  target: ImportTarget,
  listId: string,
  chunk: ImportChunk,
): Promise<void> {
  const emails = [...chunk.rows, ...chunk.repeated].map((row) => row.email);
  await tx.$executeRaw`
    INSERT INTO list_members (list_id, recipient_id)
    SELECT ${listId}::uuid, r.id FROM recipients r
    WHERE r.owner_id = ${target.ownerId}::uuid AND r.email = ANY(${emails}::text[])
    ON CONFLICT DO NOTHING`;
}
