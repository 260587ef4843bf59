import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { addressPattern, hasAddress, withoutAddress } from "@/lib/erasing/without-address";

/**
 * Of an erasing `e`: whether a file of its owner's is being read, by a job that was there before it ends. What is read of the
 * person is left out, but the report says so, and the file itself is deleted with the job's end.
 */
export const readsFiles = Prisma.sql`EXISTS (
  SELECT 1 FROM jobs f JOIN uploads p ON p.job_id = f.id
  WHERE f.owner_id = e.owner_id AND f.id < e.id AND f.status IN ('queued', 'running', 'paused'))`;

/**
 * Takes addresses out of what an owner's imports have left: out of their reports, and whole rows out of those that were not
 * taken in. Files that wait for an import are deleted; those that are being imported are at its end.
 */
export async function eraseImports(tx: Queryable, ownerId: string, emails: string[]): Promise<void> {
  const pattern = addressPattern(emails);
  const row = `[^\\n]*${pattern}[^\\n]*\\n`;
  const [report, invalid, told] = [Prisma.sql`c.report`, Prisma.sql`c.invalid`, Prisma.sql`c.told::text`];
  await tx.$executeRaw`
    UPDATE import_chunks c SET report = ${withoutAddress(report, pattern)},
      invalid = regexp_replace(c.invalid, ${row}::text, '', 'gi'), told = ${withoutAddress(told, pattern)}::jsonb
    FROM jobs j WHERE j.id = c.job_id AND j.owner_id = ${ownerId}::uuid
      AND (${hasAddress(report, pattern)} OR ${hasAddress(invalid, pattern)} OR ${hasAddress(told, pattern)})`;
  await tx.$executeRaw`
    DELETE FROM import_broken_rows b USING jobs j
    WHERE j.id = b.job_id AND j.owner_id = ${ownerId}::uuid
      AND (${hasAddress(Prisma.sql`b.text`, pattern)} OR ${hasAddress(Prisma.sql`array_to_string(b.cells, ' ')`, pattern)})`;
  await tx.$executeRaw`
    DELETE FROM uploads WHERE owner_id = ${ownerId}::uuid
      AND (job_id IS NULL OR job_id IN (SELECT id FROM jobs WHERE status NOT IN ('queued', 'running', 'paused')))`;
}
