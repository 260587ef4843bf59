import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { mayHaveGoneOut } from "@/lib/erasing/erase-deliveries";
import { releaseBatches } from "@/lib/erasing/release-batches";
import { ANY_ADDRESS, hasAddress, withoutAddress } from "@/lib/erasing/without-address";
import { isErased } from "@/lib/sending/erased-address";

/**
 * Of batches that an erasing waits for, as far as they have closed: what a late answer brought is erased, and of one that was
 * deferred or split the person is taken out.
 *
 * @returns those that it goes on waiting for
 */
export async function releaseClosed(tx: Queryable, batchIds: readonly string[]): Promise<string[]> {
  if (batchIds.length === 0) return [];
  await lockAttempts(tx, batchIds);
  const batches = await lockFamily(tx, batchIds);
  const rest = batches.filter((batch) => !batch.waiting).map((batch) => batch.id);
  await releaseBatches(tx, rest);
  await eraseLateAnswers(tx, rest);
  return batches.filter((batch) => batch.waiting && batch.concerned).map((batch) => batch.id);
}

/** Before the batches, as everywhere. */
async function lockAttempts(tx: Queryable, batchIds: readonly string[]): Promise<void> {
  const ofErasure = Prisma.sql`SELECT attempt_id FROM batches WHERE id = ANY(${[...batchIds]}::uuid[])`;
  await tx.$queryRaw`
    SELECT 1 FROM mailings WHERE id IN (SELECT mailing_id FROM attempts WHERE id IN (${ofErasure})) ORDER BY id FOR NO KEY UPDATE`;
  await tx.$queryRaw`SELECT 1 FROM attempts WHERE id IN (${ofErasure}) ORDER BY id FOR NO KEY UPDATE`;
}

interface Relative {
  id: string;
  waiting: boolean;
  /** Has an erased person in it. */
  concerned: boolean;
}

/** The batches, and what they were split into: the halves have their number. */
function lockFamily(tx: Queryable, ids: readonly string[]): Promise<Relative[]> {
  return tx.$queryRaw<Relative[]>`
    SELECT b.id, ${mayHaveGoneOut} AS waiting,
      EXISTS (SELECT 1 FROM deliveries d WHERE d.batch_id = b.id AND ${isErased}) AS concerned
    FROM batches b WHERE (b.attempt_id, b.seq) IN (SELECT attempt_id, seq FROM batches WHERE id = ANY(${[...ids]}::uuid[]))
    ORDER BY b.id FOR UPDATE`;
}

/** Nobody knows the address any more, so whatever looks like one goes. */
async function eraseLateAnswers(tx: Queryable, batchIds: string[]): Promise<void> {
  const [answer, halt, held] = [Prisma.sql`answer`, Prisma.sql`halt_answer`, Prisma.sql`protected_answer`];
  const ofBatches = Prisma.sql`SELECT attempt_id FROM batches WHERE id = ANY(${batchIds}::uuid[])`;
  const named = (column: Prisma.Sql) => hasAddress(column, ANY_ADDRESS);
  const without = (column: Prisma.Sql) => withoutAddress(column, ANY_ADDRESS);
  await tx.$executeRaw`
    UPDATE batches SET answer = ${without(answer)} WHERE id = ANY(${batchIds}::uuid[]) AND ${named(answer)}`;
  await tx.$executeRaw`
    UPDATE deliveries SET answer = ${without(answer)} WHERE batch_id = ANY(${batchIds}::uuid[]) AND ${named(answer)}`;
  await tx.$executeRaw`
    UPDATE attempts SET answer = ${without(answer)} WHERE id IN (${ofBatches}) AND ${named(answer)}`;
  await tx.$executeRaw`
    UPDATE mailings SET protected_answer = ${without(held)}
    WHERE id IN (SELECT mailing_id FROM attempts WHERE id IN (${ofBatches})) AND ${named(held)}`;
  await tx.$executeRaw`UPDATE provider_state SET halt_answer = ${without(halt)} WHERE ${named(halt)}`;
}
