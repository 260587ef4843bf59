import type { Queryable } from "@/lib/db";

/** Names of an owner's known fields, sorted. */
export async function knownFields(db: Queryable, ownerId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM fields WHERE owner_id = ${ownerId}::uuid ORDER BY name`;
  return rows.map(({ name }) => name);
}
