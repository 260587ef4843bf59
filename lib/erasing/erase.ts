import type { Queryable } from "@/lib/db";
import { rememberErased } from "@/lib/erasing/erased-among";
import { ERASING, type ErasingState } from "@/lib/erasing/job";
import { openJob } from "@/lib/jobs/commands";
import { isErased } from "@/lib/sending/erased-address";

/**
 * Begins the erasing of a person, in a transaction that has locked the owner: from its commit on the address does not come
 * in again unasked, and whatever becomes of this process, the job goes on. With the address go those that the recipient
 * had before, unless they are another recipient's by now.
 */
export async function openErasure(tx: Queryable, ownerId: string, email: string): Promise<string> {
  const recipients = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM recipients WHERE owner_id = ${ownerId}::uuid AND email = ${email}`;
  const recipientIds = recipients.map(({ id }) => id);
  const before = await tx.$queryRaw<{ address: string }[]>`
    SELECT DISTINCT d.address FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
    WHERE d.recipient_id = ANY(${recipientIds}::uuid[]) AND a.owner_id = ${ownerId}::uuid AND d.address <> ${email}
      AND NOT ${isErased}
      AND NOT EXISTS (SELECT 1 FROM recipients r WHERE r.owner_id = ${ownerId}::uuid AND r.email = d.address)`;
  const emails = [email, ...before.map(({ address }) => address)];
  await rememberErased(tx, ownerId, emails);
  const { id } = await openJob(tx, ERASING, { ownerId, input: {}, total: null });
  const state: ErasingState = { emails, recipientIds, batchIds: [] };
  await tx.$executeRaw`UPDATE jobs SET state = ${JSON.stringify(state)}::jsonb WHERE id = ${id}::uuid`;
  return id;
}
