import { Prisma } from "@prisma/client";
import { clearLogs } from "@prisma/debug";
import type { Database, Queryable } from "@/lib/db";
import { registerFields } from "@/lib/fields/register";
import { fitRows } from "@/lib/recipients/import-fields";
import type { ImportRow } from "@/lib/recipients/import-row";
import type { ExistingRule } from "@/lib/recipients/schema";
import { suppressImported, type ImportedSuppression } from "@/lib/suppressions/imported";

/** What becomes of recipients that are there already. */
export interface ImportRules {
  /** By default they are updated. */
  existing?: ExistingRule;
  /** Whether they join the list, which by default they do. */
  listExisting?: boolean;
}

export interface ImportTarget extends ImportRules {
  ownerId: string;
  /** List of the owner that the rows' recipients join; null for none. */
  listId: string | null;
}

export interface RowCounts {
  added: number;
  updated: number;
}

export interface WrittenRows extends RowCounts {
  outcomeOf: (email: string) => "added" | "updated" | "unchanged";
}

/** Milliseconds; a chunk takes tens, but may wait for another import of the same recipients. */
const CHUNK_TIMEOUT = 120_000;

/**
 * Writes rows of distinct addresses in one transaction, and who may receive nothing. What is there already and says the same is left
 * untouched, and a blank cell takes nothing away, so writing rows again changes nothing.
 */
export async function writeRows(
  db: Database,
  target: ImportTarget,
  rows: readonly ImportRow[],
  suppressions: readonly ImportedSuppression[] = [],
): Promise<WrittenRows> {
  // A statement is a transaction, and spares the database four waits for a process that is reading meanwhile.
  if (suppressions.length === 0 && target.listId === null) return upsert(db, target, rows);
  return db.$transaction((tx) => writeRowsIn(tx, target, rows, suppressions), {
    timeout: CHUNK_TIMEOUT,
    maxWait: CHUNK_TIMEOUT,
  });
}

/** The same in a transaction of the caller's. */
export async function writeRowsIn(
  tx: Prisma.TransactionClient,
  target: ImportTarget,
  rows: readonly ImportRow[],
  suppressions: readonly ImportedSuppression[],
): Promise<WrittenRows> {
  const { ownerId, listId, listExisting = true } = target;
  const written = await upsert(tx, target, rows);
  const joining = listExisting ? rows : rows.filter(({ email }) => written.outcomeOf(email) === "added");
  if (listId !== null) await addMembers(tx, ownerId, listId, joining);
  // After the recipients, as a change of address locks them.
  if (suppressions.length > 0) await suppressImported(tx, ownerId, suppressions);
  return written;
}

interface Upserted {
  added: number;
  updated: number;
  /** Addresses by lines; null where all rows were added. */
  addedOnes: string | null;
  updatedOnes: string | null;
}

/**
 * Fields that the rows bring become known ones. In the order of the addresses: two imports of one owner that lock the same
 * recipients in different orders would wait for each other.
 */
async function upsert(
  tx: Queryable,
  { ownerId, existing = "update" }: ImportTarget,
  read: readonly ImportRow[],
): Promise<WrittenRows> {
  if (read.length === 0) return { added: 0, updated: 0, outcomeOf: () => "unchanged" };
  const { rows, names } = await fitRows(tx, ownerId, read);
  const registered =
    names.length === 0 ? Prisma.empty : Prisma.sql`, registered AS (${registerFields(ownerId, names)})`;
  const [upserted] = await tx.$queryRaw<Upserted[]>`
    WITH written AS (
      INSERT INTO recipients AS r (owner_id, email, name, comment, fields)
      SELECT ${ownerId}::uuid, email, name, comment, fields FROM ${said(rows)} said ORDER BY email COLLATE "C"
      ON CONFLICT (owner_id, email) ${onExisting(existing)}
      RETURNING email, xmax = 0 AS added
    ), counted AS (
      SELECT (count(*) FILTER (WHERE added))::int AS added, (count(*) FILTER (WHERE NOT added))::int AS updated,
        string_agg(email, E'\n') FILTER (WHERE added) AS added_ones,
        string_agg(email, E'\n') FILTER (WHERE NOT added) AS updated_ones FROM written
    )${registered}
    SELECT added, updated, updated_ones AS "updatedOnes",
      CASE WHEN added < ${rows.length} THEN added_ones END AS "addedOnes" FROM counted`;
  // Prisma's adapter keeps the last hundred queries for error reports too, but forgets when it is told to.
  clearLogs();
  if (upserted === undefined) throw new Error("the upsert gave no counts");
  return { added: upserted.added, updated: upserted.updated, outcomeOf: outcomesOf(upserted) };
}

/** What writing these rows of distinct addresses would do, and nothing done. */
export async function countRows(
  tx: Queryable,
  { ownerId, existing = "update" }: ImportTarget,
  read: readonly ImportRow[],
): Promise<RowCounts> {
  if (read.length === 0) return { added: 0, updated: 0 };
  const { rows } = await fitRows(tx, ownerId, read);
  const isUpdated = existing === "keep" ? Prisma.sql`FALSE` : saysMore(Prisma.sql`said`);
  const [counted] = await tx.$queryRaw<RowCounts[]>`
    SELECT (count(*) FILTER (WHERE r.id IS NULL))::int AS added,
      (count(*) FILTER (WHERE r.id IS NOT NULL AND (${isUpdated})))::int AS updated
    FROM ${said(rows)} said LEFT JOIN recipients r ON r.owner_id = ${ownerId}::uuid AND r.email = said.email`;
  clearLogs();
  if (counted === undefined) throw new Error("the rows were not counted");
  return counted;
}

function said(rows: readonly ImportRow[]): Prisma.Sql {
  return Prisma.sql`(
    SELECT email, coalesce(name, '') AS name, coalesce(comment, '') AS comment, fields::jsonb AS fields
    FROM unnest(${column(rows, "email")}, ${column(rows, "name")}, ${column(rows, "comment")},
      ${column(rows, "fields")}) cells (email, name, comment, fields))`;
}

function onExisting(existing: ExistingRule): Prisma.Sql {
  if (existing === "keep") return Prisma.sql`DO NOTHING`;
  return Prisma.sql`DO UPDATE SET
    name = coalesce(nullif(excluded.name, ''), r.name), comment = coalesce(nullif(excluded.comment, ''), r.comment),
    fields = r.fields || excluded.fields, updated_at = now()
    WHERE ${saysMore(Prisma.sql`excluded`)}`;
}

/** Whether a row has something to say to its recipient `r`. A blank cell says nothing. */
function saysMore(row: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${row}.name NOT IN ('', r.name) OR ${row}.comment NOT IN ('', r.comment)
    OR NOT r.fields @> ${row}.fields`;
}

function outcomesOf({ added, addedOnes, updatedOnes }: Upserted): WrittenRows["outcomeOf"] {
  const others = new Set(updatedOnes?.split("\n"));
  if (added > 0 && addedOnes === null) return () => "added";
  const ones = new Set(addedOnes?.split("\n"));
  return (email) => (ones.has(email) ? "added" : others.has(email) ? "updated" : "unchanged");
}

/**
 * A statement of its own, so that it sees recipients that somebody else added meanwhile; in order, as above. The list
 * may have been handed over since the import began: in its new owner's list these would be sent to whatever they said.
 */
async function addMembers(
  tx: Queryable,
  ownerId: string,
  listId: string,
  rows: readonly ImportRow[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO list_members (list_id, recipient_id)
    SELECT ${listId}::uuid, r.id FROM recipients r
    WHERE r.owner_id = ${ownerId}::uuid AND r.email = ANY(${column(rows, "email")})
      AND EXISTS (SELECT 1 FROM lists WHERE id = ${listId}::uuid AND owner_id = ${ownerId}::uuid)
    ORDER BY r.id
    ON CONFLICT DO NOTHING`;
}

/** A character that no cell holds: the rules refuse it. */
const BETWEEN = "\u001f";

/**
 * One column of the rows as a text[]. Given as an array, every cell would be escaped here and read again there: at
 * 3 microseconds a row, a sixth of an import. A single blank cell comes as no cell at all, which is null.
 */
function column(rows: readonly ImportRow[], name: "email" | "name" | "comment" | "fields"): Prisma.Sql {
  return Prisma.sql`string_to_array(${rows.map((row) => row[name]).join(BETWEEN)}, ${BETWEEN})`;
}
