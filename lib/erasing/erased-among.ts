import type { Queryable } from "@/lib/db";
import { erasedHashes } from "@/lib/erasing/erased-hash";

const NONE: ReadonlySet<string> = new Set();

/** Which of these addresses the owner erased. Asked wherever addresses come in, and nowhere else. */
export async function erasedAmong(
  db: Queryable,
  ownerId: string,
  emails: readonly string[],
): Promise<ReadonlySet<string>> {
  if (emails.length === 0) return NONE;
  // Most owners never erased anybody: spares a million hashes.
  const any = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM erased_addresses WHERE owner_id = ${ownerId}::uuid LIMIT 1`;
  if (any.length === 0) return NONE;
  const byHash = new Map(
    emails.flatMap((email) => erasedHashes(email).map((hash) => [hash, email] as const)),
  );
  const found = await db.$queryRaw<{ hash: string }[]>`
    SELECT hash FROM erased_addresses WHERE owner_id = ${ownerId}::uuid AND hash = ANY(${[...byHash.keys()]}::text[])`;
  return new Set(found.flatMap(({ hash }) => byHash.get(hash) ?? []));
}

/** Stores that the owner erased these addresses. */
export async function rememberErased(
  tx: Queryable,
  ownerId: string,
  emails: readonly string[],
): Promise<void> {
  const hashes = emails.map((email) => erasedHashes(email)[0]);
  await tx.$executeRaw`
    INSERT INTO erased_addresses (owner_id, hash, erased_at)
    SELECT ${ownerId}::uuid, hash, engine_now() FROM unnest(${hashes}::text[]) said (hash)
    ON CONFLICT DO NOTHING`;
}

/**
 * Lets an address in again: the person has agreed anew.
 *
 * @returns false while its erasing is under way, which would take the new recipient with it
 */
export async function readmit(tx: Queryable, ownerId: string, email: string): Promise<boolean> {
  const open = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM jobs WHERE owner_id = ${ownerId}::uuid AND kind = 'erasing' AND status <> 'succeeded'
      AND state->'emails' @> to_jsonb(${email}::text)`;
  if (open.length > 0) return false;
  await tx.$executeRaw`
    DELETE FROM erased_addresses WHERE owner_id = ${ownerId}::uuid AND hash = ANY(${erasedHashes(email)}::text[])`;
  return true;
}
