import { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import type { Queryable } from "@/lib/db";

const tables = {
  recipient: Prisma.raw("recipients"),
  list: Prisma.raw("lists"),
  message: Prisma.raw("messages"),
  mailing: Prisma.raw("mailings"),
} as const;

/**
 * Locks one row of an owner until the transaction ends. False where it is not there or somebody else's, which are the
 * same answer: that another's object exists is not told.
 */
export async function lockOwned(
  tx: Queryable,
  noun: keyof typeof tables,
  id: string,
  ownerId: string,
): Promise<boolean> {
  if (!isId(id)) return false;
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM ${tables[noun]} WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid FOR NO KEY UPDATE`;
  return rows.length === 1;
}
