import type { Database, Queryable } from "@/lib/db";
import { eraseDeliveries, type ErasedPerson } from "@/lib/erasing/erase-deliveries";
import { eraseImports } from "@/lib/erasing/erase-imports";
import { eraseSuppressions, eraseTexts } from "@/lib/erasing/erase-texts";
import { rememberErased } from "@/lib/erasing/erased-among";
import { finishErasure } from "@/lib/erasing/finish-erasure";
import { isErased } from "@/lib/sending/erased-address";

/**
 * Begins the erasing of a person, in a transaction that has locked the owner: from its commit on the address does not come
 * in again unasked, and whatever becomes of this process, `runErasure` goes on. With the address go those that the recipient
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
  const [opened] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO erasures (owner_id, emails, recipient_ids, batch_ids, created_at)
    VALUES (${ownerId}::uuid, ${emails}::text[], ${recipientIds}::uuid[], '{}', engine_now()) RETURNING id`;
  if (opened === undefined) throw new Error("the erasing was not written");
  return opened.id;
}

/**
 * Erases in small transactions, each of which may be the last: begun again, it goes on. Two at once do no harm.
 *
 * @returns whether nothing is left; false while bodies of unknown outcome are stored, which `finishErasure` waits for
 */
export async function runErasure(db: Database, id: string): Promise<boolean> {
  for (;;) {
    const person = await personOf(db, id);
    if (person === null) break;
    // A page of recipients that was imported at this moment may have brought the person in once more.
    const came = await db.$transaction((tx) => eraseRecipient(tx, id, person));
    let any = false;
    for (;;) {
      const step = await db.$transaction((tx) => eraseStep(tx, id));
      any ||= step;
      if (!step) break;
    }
    await db.$transaction((tx) => eraseSuppressions(tx, person.ownerId, person.emails));
    await db.$transaction((tx) => eraseTexts(tx, person.ownerId, person.emails));
    await db.$transaction((tx) => eraseImports(tx, person.ownerId, person.emails));
    if (!came && !any) await forgetPerson(db, id, person);
  }
  return finishErasure(db, id);
}

/** Null once it names nobody any more. */
async function personOf(db: Queryable, id: string): Promise<ErasedPerson | null> {
  const [person] = await db.$queryRaw<ErasedPerson[]>`
    SELECT owner_id AS "ownerId", emails, recipient_ids AS "recipientIds" FROM erasures
    WHERE id = ${id}::uuid AND emails <> '{}'`;
  return person ?? null;
}

/** Whoever adds a recipient of this owner at the moment has them added before this, or looks the address up after it. */
async function eraseRecipient(
  tx: Queryable,
  id: string,
  { ownerId, emails }: ErasedPerson,
): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${ownerId}::uuid FOR UPDATE`;
  const gone = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM recipients WHERE owner_id = ${ownerId}::uuid AND email = ANY(${emails}::text[]) RETURNING id`;
  if (gone.length === 0) return false;
  await tx.$executeRaw`
    UPDATE erasures SET recipient_ids = recipient_ids || ${gone.map((row) => row.id)}::uuid[] WHERE id = ${id}::uuid`;
  return true;
}

async function eraseStep(tx: Queryable, id: string): Promise<boolean> {
  const person = await personOf(tx, id);
  if (person === null) return false;
  const { any, waiting } = await eraseDeliveries(tx, person);
  await tx.$executeRaw`
    UPDATE erasures SET batch_ids = batch_ids || ${waiting}::uuid[] WHERE id = ${id}::uuid`;
  return any;
}

/** Unless the owner's things went to somebody else meanwhile, where they are looked for again. */
async function forgetPerson(db: Queryable, id: string, { ownerId }: ErasedPerson): Promise<void> {
  await db.$executeRaw`
    UPDATE erasures SET emails = '{}', recipient_ids = '{}' WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid`;
}
