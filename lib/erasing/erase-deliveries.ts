import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { addressPattern, hasAddress, withoutAddress } from "@/lib/erasing/without-address";
import { releaseBatches } from "@/lib/erasing/release-batches";
import { erasedAddress, isErased } from "@/lib/sending/erased-address";

/** Deliveries of one step; each may bring the answers of its whole attempt to be read. */
const AT_ONCE = 50;
const NOBODY = "00000000-0000-0000-0000-000000000000";

export interface ErasedPerson {
  ownerId: string;
  emails: string[];
  recipientIds: string[];
}

interface Found {
  id: string;
  attemptId: string;
  batchId: string;
}

/**
 * Erases some of a person's deliveries, with the provider's answers and events; those not yet sent are skipped. One
 * transaction, in the ledger's order of locks: attempts, batches, deliveries. Planning attempts are waited for, so that
 * none of their chunks began when the recipient was still there.
 *
 * @returns how many there were, and the batches whose stored body has the person and may not change
 */
export async function eraseDeliveries(
  tx: Queryable,
  person: ErasedPerson,
): Promise<{ count: number; waiting: string[] }> {
  await tx.$queryRaw`
    SELECT 1 FROM attempts WHERE owner_id = ${person.ownerId}::uuid AND status = 'planning' ORDER BY id FOR NO KEY UPDATE`;
  const found = await findDeliveries(tx, person);
  if (found.length === 0) return { count: 0, waiting: [] };
  const attemptIds = [...new Set(found.map(({ attemptId }) => attemptId))];
  await tx.$queryRaw`
    SELECT 1 FROM attempts WHERE id = ANY(${attemptIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const batchIds = [...new Set(found.map(({ batchId }) => batchId))];
  const waiting = await lockBatches(tx, batchIds);
  await eraseAnswers(tx, { attemptIds, batchIds, pattern: addressPattern(person.emails) });
  await eraseRows(
    tx,
    found.map(({ id }) => id),
    batchIds,
  );
  await releaseBatches(
    tx,
    batchIds.filter((id) => !waiting.includes(id)),
  );
  return { count: found.length, waiting };
}

/** An address is unique in its attempt, so each attempt is one look into that index. */
async function findDeliveries(
  tx: Queryable,
  { ownerId, emails, recipientIds }: ErasedPerson,
): Promise<Found[]> {
  return tx.$queryRaw<Found[]>`
    SELECT found.id, a.id AS "attemptId", found.batch_id AS "batchId" FROM attempts a
      CROSS JOIN unnest(${emails}::text[]) said (email)
      CROSS JOIN LATERAL (
        SELECT id, batch_id FROM deliveries WHERE attempt_id = a.id AND address COLLATE "C" = said.email LIMIT 1) found
      WHERE a.owner_id = ${ownerId}::uuid
    UNION
    SELECT d.id, d.attempt_id, d.batch_id FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
      WHERE d.recipient_id = ANY(${recipientIds}::uuid[]) AND a.owner_id = ${ownerId}::uuid AND NOT ${isErased}
    LIMIT ${AT_ONCE}`;
}

/** @returns those that may have gone out, or are going: their stored bodies are all that may be sent again */
async function lockBatches(tx: Queryable, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string; waiting: boolean }[]>`
    SELECT b.id, ${mayHaveGoneOut} AS waiting FROM batches b WHERE b.id = ANY(${[...ids]}::uuid[]) ORDER BY b.id FOR UPDATE`;
  return rows.flatMap(({ id, waiting }) => (waiting ? [id] : []));
}

/** Of a batch `b`. */
export const mayHaveGoneOut = Prisma.sql`
  (b.status = 'requested' OR (b.status <> 'closed' AND b.first_unknown_at IS NOT NULL))`;

interface Answers {
  attemptIds: string[];
  /** Of the person's deliveries. */
  batchIds: string[];
  pattern: string;
}

/** The provider may name an address to everybody who was in the request with it, and in every half of a split batch. */
async function eraseAnswers(tx: Queryable, { attemptIds, batchIds, pattern }: Answers): Promise<void> {
  const answer = Prisma.sql`answer`;
  await tx.$executeRaw`
    UPDATE attempts SET answer = ${withoutAddress(answer, pattern)}
    WHERE id = ANY(${attemptIds}::uuid[]) AND ${hasAddress(answer, pattern)}`;
  const named = await tx.$queryRaw<{ id: string }[]>`
    UPDATE batches SET answer = ${withoutAddress(answer, pattern)}
    WHERE attempt_id = ANY(${attemptIds}::uuid[]) AND ${hasAddress(answer, pattern)} RETURNING id`;
  await tx.$executeRaw`
    UPDATE deliveries SET answer = ${withoutAddress(answer, pattern)}
    WHERE batch_id = ANY(${[...batchIds, ...named.map(({ id }) => id)]}::uuid[]) AND ${hasAddress(answer, pattern)}`;
}

/** A delivery that is pending still belongs to nobody from here on: no later freeze finds a recipient for it. */
async function eraseRows(tx: Queryable, ids: string[], batchIds: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE deliveries d SET address = ${erasedAddress}, name = '', fields = '{}', answer = NULL, fate_detail = NULL,
      recipient_id = CASE WHEN status = 'pending' THEN ${NOBODY}::uuid ELSE recipient_id END
    WHERE d.id = ANY(${ids}::uuid[]) AND d.batch_id = ANY(${batchIds}::uuid[])`;
  await tx.$executeRaw`
    UPDATE provider_events SET detail = '{}' WHERE delivery_id = ANY(${ids}::uuid[]) AND detail <> '{}'`;
  await tx.$executeRaw`DELETE FROM clicked_links WHERE delivery_id = ANY(${ids}::uuid[])`;
}
