import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { addressPattern, hasAddress, withoutAddress } from "@/lib/erasing/without-address";

/** Deletes what an owner's suppressions say of a person, and takes the address out of the notes of others. */
export async function eraseSuppressions(tx: Queryable, ownerId: string, emails: string[]): Promise<void> {
  const pattern = addressPattern(emails);
  await tx.$executeRaw`DELETE FROM suppressions WHERE owner_id = ${ownerId}::uuid AND email = ANY(${emails}::text[])`;
  await tx.$executeRaw`
    DELETE FROM earlier_suppressions WHERE owner_id = ${ownerId}::uuid AND email = ANY(${emails}::text[])`;
  // A changed address stands in the note of the one that came after it.
  await tx.$executeRaw`
    UPDATE suppressions SET note = ${withoutAddress(Prisma.sql`note`, pattern)},
      lift_reason = ${withoutAddress(Prisma.sql`lift_reason`, pattern)}
    WHERE owner_id = ${ownerId}::uuid
      AND (${hasAddress(Prisma.sql`note`, pattern)} OR ${hasAddress(Prisma.sql`lift_reason`, pattern)})`;
  await tx.$executeRaw`
    UPDATE earlier_suppressions SET note = ${withoutAddress(Prisma.sql`note`, pattern)}
    WHERE owner_id = ${ownerId}::uuid AND ${hasAddress(Prisma.sql`note`, pattern)}`;
}

/**
 * Takes addresses out of what was written about an owner's mailings and account: the provider's words, and the reasons of
 * managers. Accounts that others have, and what was done to them, stay as they are, even under the same address.
 */
export async function eraseTexts(tx: Queryable, ownerId: string, emails: string[]): Promise<void> {
  const pattern = addressPattern(emails);
  const without = (column: Prisma.Sql) => withoutAddress(column, pattern);
  const has = (column: Prisma.Sql) => hasAddress(column, pattern);
  await tx.$executeRaw`
    UPDATE mailings SET protected_answer = ${without(Prisma.sql`protected_answer`)}, stop_reason = ${without(Prisma.sql`stop_reason`)}
    WHERE owner_id = ${ownerId}::uuid AND (${has(Prisma.sql`protected_answer`)} OR ${has(Prisma.sql`stop_reason`)})`;
  // What a job searched for, the note of a suppression, and rows that a job could not read.
  await tx.$executeRaw`
    UPDATE jobs SET input = ${without(Prisma.sql`input::text`)}::jsonb, state = ${without(Prisma.sql`state::text`)}::jsonb
    WHERE owner_id = ${ownerId}::uuid AND kind <> 'erasing' AND (${has(Prisma.sql`input::text`)} OR ${has(Prisma.sql`state::text`)})`;
  await tx.$executeRaw`
    UPDATE users SET blocked_reason = ${without(Prisma.sql`blocked_reason`)}
    WHERE id = ${ownerId}::uuid AND ${has(Prisma.sql`blocked_reason`)}`;
  await tx.$executeRaw`
    UPDATE audit_events SET reason = ${without(Prisma.sql`reason`)}, detail = ${without(Prisma.sql`detail::text`)}::jsonb,
      target_name = CASE target_type WHEN 'mailing' THEN ${without(Prisma.sql`target_name`)} ELSE target_name END
    WHERE ((target_type = 'user' AND target_id = ${ownerId}) OR
        (target_type = 'mailing' AND target_id IN (SELECT id::text FROM mailings WHERE owner_id = ${ownerId}::uuid)))
      AND (${has(Prisma.sql`reason`)} OR ${has(Prisma.sql`detail::text`)} OR ${has(Prisma.sql`target_name`)})`;
  await tx.$executeRaw`
    UPDATE provider_state SET halt_answer = ${without(Prisma.sql`halt_answer`)} WHERE ${has(Prisma.sql`halt_answer`)}`;
  // Of emails that are in no ledger.
  await tx.$executeRaw`
    UPDATE provider_events SET detail = '{}' WHERE delivery_id IS NULL AND ${has(Prisma.sql`detail::text`)}`;
}
